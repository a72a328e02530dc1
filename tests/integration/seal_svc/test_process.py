"""seal_svc and auth_svc as processes on a broker: a seal from card to authorization page."""

import base64
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from secrets import token_hex
from uuid import uuid4

import pytest

from chassis.assertions import Signer
from chassis.objects import ObjectStore
from chassis.sealing import Sealer
from chassis.testing import Wire
from contracts.authorization import (
    GetAuthorizationDraft,
    IssueCardChallenge,
    OpenCardSession,
    OpenSession,
)
from contracts.card_statements import SealToMake
from contracts.errors import Refused
from contracts.key_rings import KeyRing
from contracts.object_kinds import keys_held_by
from contracts.people import AddOperator, ListOperators
from contracts.seals import InspectScan, ListStamps, MakeSeal
from contracts.sessions import IssueCardStatement
from contracts.values import Caller, ObjectRef, StampKind
from deploy.local.exporter import wait_for
from deploy.local.keys import CARDS, kept_keys, sealer_of, signer_of
from deploy.local.person import PIN, Person
from deploy.local.processes import start_processes
from workstation.card_issuer import SpecimenAuthority, specimen_id_number
from workstation.cards import PROGRAM_VERSION


@dataclass(frozen=True)
class Running:
    amqp_url: str
    objects: ObjectStore
    person: Person
    signer: Signer
    sealer: Sealer

    def wire(self) -> Wire:
        return Wire(self.amqp_url, self.signer)

    def sign(self, message: bytes) -> str:
        return base64.b64encode(self.person.card.sign(message, PIN)).decode()


@pytest.fixture(scope="module")
def running(servers, tmp_path_factory) -> Iterator[Running]:
    root, namespace = tmp_path_factory.mktemp("processes"), f"seals-{uuid4().hex[:8]}-"
    with start_processes(
        servers,
        root,
        names=["auth_svc", "seal_svc"],
        namespace=namespace,
        overrides={"seal_svc": {"scans_waiting": "3"}},
    ) as processes:
        values = processes.applications["seal_svc"].values
        objects = ObjectStore(
            values["s3_endpoint"],
            values["s3_access_key"],
            values["s3_secret_key"],
            values["s3_bucket"],
            {name: KeyRing.read(kept_keys(root)[name]) for name in keys_held_by("seal_svc")},
        )
        authority = SpecimenAuthority.load(root / "keys" / CARDS)
        yield Running(
            servers.amqp_url_in(namespace),
            objects,
            Person.with_card(authority, seed=7),
            signer_of(root, "gateway"),
            sealer_of(root),
        )


@pytest.fixture
def wire(running) -> Iterator[Wire]:
    wire = running.wire()
    yield wire
    wire.close()


@pytest.fixture
def caller(running, wire) -> Caller:
    challenge = wire.ask(IssueCardChallenge())
    return wire.ask(
        OpenCardSession(
            challenge_id=challenge.challenge_id,
            card_certificate=running.person.card.certificate_pem.decode(),
            signature=running.sign(challenge.statement.encode()),
            program_version=PROGRAM_VERSION,
            token_sha256=token_hex(32),
        )
    ).caller


@pytest.fixture
def scan(running, seal_page) -> ObjectRef:
    return running.objects.put(f"uploads/{uuid4()}/scan", seal_page)


def at_once(running: Running, requests: list) -> list:
    """Replies or error codes of requests made at the same moment."""
    start = threading.Barrier(len(requests))

    def ask(request):
        wire = running.wire()
        start.wait()
        try:
            return wire.ask(request, timeout=60)
        except Refused as refusal:
            return refusal.code
        finally:
            wire.close()

    with ThreadPoolExecutor(len(requests)) as threads:
        return list(threads.map(ask, requests))


def test_a_seal_goes_from_the_card_to_the_authorization_page(running, wire, caller, scan):
    now = datetime.now(UTC)
    wanted = SealToMake(
        scan_sha256=scan.sha256,
        name="中英文印章 样本",
        operator_id=caller.operator_id,
        valid_from=now,
        valid_to=now + timedelta(days=30),
    )
    asked = wire.ask(IssueCardStatement(caller=caller, to_sign=wanted))
    fields = wanted.model_dump(exclude={"purpose", "scan_sha256"})
    making = MakeSeal(
        caller=caller,
        challenge_id=asked.challenge_id,
        card_signature=running.sign(asked.statement.encode()),
        scan=scan,
        **fields,
    )
    made = wire.ask(making, timeout=60)

    def offered() -> bool | None:
        choices = wire.ask(GetAuthorizationDraft(caller=caller)).choices
        return any(choice.stamp_id == made.stamp_id for choice in choices) or None

    assert wait_for(offered, "the seal at the authorization page")


def test_others_are_answered_while_scans_are_in_work_and_too_many_are_turned_away(
    running, wire, caller, scan
):
    tries = [InspectScan(caller=caller, kind=StampKind.SEAL, scan=scan) for _ in range(7)]
    answered_before_the_last = 0

    with ThreadPoolExecutor(1) as thread:
        scanning = thread.submit(at_once, running, tries)
        while not scanning.done():
            wire.ask(ListStamps(caller=caller, kind=StampKind.SEAL))
            answered_before_the_last += 1

    outcomes = scanning.result()
    assert outcomes.count("scan.busy") == 2
    assert sum(not isinstance(outcome, str) for outcome in outcomes) == 5
    assert answered_before_the_last > 10


def test_one_of_two_who_want_the_same_user_name_gets_it(running, wire, caller):
    people = [
        AddOperator(
            caller=caller,
            name=f"样本操作员{number}",
            id_number=specimen_id_number(number),
            user_name="wanted-by-all",
            password=running.sealer.seal("specimen password", AddOperator, "wanted-by-all"),
        )
        for number in range(1000, 1006)
    ]

    outcomes = at_once(running, people)

    assert outcomes.count("operator.user_name_unavailable") == 5
    owners = wire.ask(ListOperators(caller=caller)).operators
    assert [owner.user_name for owner in owners].count("wanted-by-all") == 1


def test_guesses_made_at_once_are_counted_one_by_one(running):
    name = "guessed-by-many"
    guess = OpenSession(
        user_name=name,
        password=running.sealer.seal("a wrong password", OpenSession, name),
        token_sha256=token_hex(32),
    )

    outcomes = at_once(running, [guess] * 8)

    assert outcomes.count("session.wrong_password") == 5
    assert outcomes.count("session.locked") == 3


def test_a_challenge_shown_by_two_at_once_opens_one_session(running, wire):
    challenge = wire.ask(IssueCardChallenge())
    shown = OpenCardSession(
        challenge_id=challenge.challenge_id,
        card_certificate=running.person.card.certificate_pem.decode(),
        signature=running.sign(challenge.statement.encode()),
        program_version=PROGRAM_VERSION,
        token_sha256=token_hex(32),
    )

    outcomes = at_once(running, [shown] * 4)

    assert outcomes.count("card.unknown_challenge") == 3
