"""Workstations: listed and revoked by people, announced by themselves and by gateways (R67-R71)."""

from dataclasses import replace
from datetime import timedelta

from chassis.calls import answer
from chassis.database import Session
from chassis.transactions import Transaction
from contracts.proofs import ANNOUNCING, ASKING_FOR_JOBS, EMPTY, connecting
from contracts.workstation_program import (
    WaitingJob,
    WaitingJobs,
    WorkstationConnected,
    WorkstationProgram,
)
from contracts.workstations import (
    ConnectWorkstation,
    GetWorkstation,
    GetWorkstationProgram,
    KeepPresence,
    ListWaitingJobs,
    ListWorkstations,
    PresenceKept,
    Reminded,
    RevokeWorkstation,
    WorkstationList,
    WorkstationView,
)
from services.print_svc.domain.presence import best_of, presence
from services.print_svc.domain.tickets import ticket_of, write_ticket
from services.print_svc.domain.workstations import revoke
from services.print_svc.entrypoints.base import PrintEntrypoints
from services.print_svc.storage import (
    card_requests,
    print_jobs,
    reminders,
    scan_requests,
    workstations,
)


class Workstations(PrintEntrypoints):
    @answer(GetWorkstationProgram)
    def get_workstation_program(
        self, _session: Session, _request: GetWorkstationProgram
    ) -> WorkstationProgram:
        return self.program()

    @answer(ListWorkstations)
    def list_workstations(self, session: Session, request: ListWorkstations) -> WorkstationList:
        code, now = request.caller.enterprise_code, self.now()
        found = workstations.all_of(session, code, revoked=request.revoked)
        enrolled = [one for one in found if one.revoked_at is None]
        best = best_of(enrolled, self.program(), now)
        return WorkstationList(
            presence=presence(best, self.program(), now),
            workstations=tuple(self.workstation_view(one) for one in found),
        )

    @answer(GetWorkstation)
    def get_workstation(self, session: Session, request: GetWorkstation) -> WorkstationView:
        code = request.caller.enterprise_code
        return self.workstation_view(
            workstations.of_enterprise(session, code, request.workstation_id)
        )

    @answer(RevokeWorkstation)
    def revoke_workstation(self, tx: Transaction, request: RevokeWorkstation) -> WorkstationView:
        """Whoever holds the workstation first decides a race with an order or a release."""
        caller = request.caller
        found = workstations.of_enterprise(
            tx.session, caller.enterprise_code, request.workstation_id, lock=True
        )
        revoked = revoke(found, by=caller.operator_id, now=self.now())
        workstations.save(tx.session, revoked)
        print_jobs.void_of_workstation(tx.session, revoked.id)
        card_requests.withdraw_of_workstation(tx.session, revoked.id)
        scan_requests.withdraw_of_workstation(tx.session, revoked.id)
        return self.workstation_view(revoked)

    @answer(ConnectWorkstation)
    def connect_workstation(
        self, tx: Transaction, request: ConnectWorkstation
    ) -> WorkstationConnected:
        now = self.now()
        action = connecting(request.challenge) if request.challenge else ANNOUNCING
        found = self.proven(tx.session, request.proof, action, request.content_sha256)
        seen = replace(
            workstations.of_enterprise(tx.session, found.enterprise_code, found.id, lock=True),
            program_version=request.state.program_version,
            printers=request.state.printers,
            scanners=request.state.scanners,
            last_seen_at=now,
            connected_until=now + timedelta(seconds=self.settings.presence_seconds),
            connection_id=request.connection_id,
        )
        workstations.save(tx.session, seen)
        return WorkstationConnected(
            workstation_id=seen.id,
            enterprise_code=seen.enterprise_code,
            name=seen.name,
            presence=presence(seen, self.program(), now),
            program=self.program(),
        )

    @answer(KeepPresence)
    def keep_presence(self, tx: Transaction, request: KeepPresence) -> PresenceKept:
        now = self.now()
        until = now + timedelta(seconds=self.settings.presence_seconds)
        workstations.end(tx.session, request.lost, now=now)
        workstations.prolong(tx.session, request.connected, now=now, until=until)
        ids = {one.workstation_id for one in request.connected}
        return PresenceKept(
            gone=tuple(ids - workstations.enrolled(tx.session, ids)),
            waiting=tuple(workstations.waited_for(tx.session, ids, now=now)),
            asked=tuple(card_requests.asked_of(tx.session, ids, now=now)),
            reminded=tuple(
                Reminded(workstation_id=at, count=count, told_at=told_at)
                for at, count, told_at in reminders.told_of(tx.session, ids)
            ),
            scans_asked=tuple(scan_requests.asked_of(tx.session, ids, now=now)),
        )

    @answer(ListWaitingJobs)
    def list_waiting_jobs(self, tx: Transaction, request: ListWaitingJobs) -> WaitingJobs:
        """A ticket is written again from its job, and is the same each time."""
        found = self.proven(tx.session, request.proof, ASKING_FOR_JOBS, EMPTY)
        jobs = print_jobs.waiting_for(tx.session, found.id, now=self.now())
        return WaitingJobs(
            jobs=tuple(
                WaitingJob(
                    job_id=job.id,
                    certificate_no=job.certificate_no,
                    parts=job.parts,
                    ticket=write_ticket(ticket_of(job), self.settings.ticket_keys),
                    ticket_expires_at=job.ticket_expires_at,
                    printer_uri=job.printer_uri,
                    order_id=job.order_id,
                    order_place=job.order_place,
                    released=job.released_at is not None,
                )
                for job in jobs
            )
        )
