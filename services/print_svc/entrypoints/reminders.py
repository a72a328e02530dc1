"""Who printed is reminded of a print that nobody answered for, then the legal person (R72-R75)."""

from datetime import timedelta
from typing import Final

from chassis.calls import answer
from chassis.timers import every
from chassis.transactions import Transaction
from contracts.printing import PrintUnanswered
from contracts.proofs import ASKING_FOR_UNANSWERED
from contracts.unanswered import MOST_TOLD, UnansweredPrint, UnansweredPrints
from contracts.unanswered_prints import ListUnansweredPrints
from services.print_svc.domain.questions import unanswered
from services.print_svc.domain.reminders import Step
from services.print_svc.entrypoints.base import PrintEntrypoints
from services.print_svc.entrypoints.views import event_fields
from services.print_svc.storage import reminders

LOOKING_SECONDS: Final = 60


class Reminders(PrintEntrypoints):
    @every(LOOKING_SECONDS)
    def remind_of_unanswered(self, tx: Transaction) -> None:
        """Each step once for each print, however many processes look."""
        now, settings = self.now(), self.settings
        steps: dict[Step, float] = {
            "reminder": settings.reminder_seconds,
            "escalation": settings.escalation_seconds,
        }
        for step, seconds in steps.items():
            before = now - timedelta(seconds=seconds)
            for job in reminders.take_due(tx.session, step, released_before=before, now=now):
                tx.publish(
                    PrintUnanswered(
                        **event_fields(job),
                        step=step,
                        released_at=job.released_at,
                        operator_id=job.operator_id,
                        workstation=job.workstation,
                    )
                )

    @answer(ListUnansweredPrints)
    def list_unanswered_prints(
        self, tx: Transaction, request: ListUnansweredPrints
    ) -> UnansweredPrints:
        """Nothing is changed by asking, so that whoever was away hears of all of them later."""
        found = self.proven(tx.session, request.proof, ASKING_FOR_UNANSWERED)
        jobs, count = reminders.open_at(tx.session, found.id, most=MOST_TOLD)
        return UnansweredPrints(
            prints=tuple(
                UnansweredPrint(
                    job_id=job.id,
                    certificate_no=job.certificate_no,
                    parts=job.parts,
                    unanswered=asked,
                )
                for job in jobs
                if (asked := unanswered(job))
            ),
            count=count,
        )
