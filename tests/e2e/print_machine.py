"""Orders, fetches, answers, exceptions, revocations and crashes in any order, beside a small model.

The model of a certificate is the list of its prints with a state each, and a count. Once 是 was
answered customs may archive it at any moment, and what is left to hold is what always holds.
"""

from dataclasses import dataclass, field
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from tests.e2e.two_gateways import Desk, House

LIVE: Final = frozenset({"issued", "released", "printed", "failed"})
OUT: Final = LIVE - {"issued"}
FETCHED: Final = {
    "printed": "print.already_confirmed",
    "failed": "print.already_confirmed",
    "voided": "print.ticket_void",
}
CANCELLED: Final = {
    "released": "print.already_released",
    "printed": "print.already_confirmed",
    "failed": "print.already_confirmed",
    "voided": "print.ticket_void",
}
ANSWERED: Final = {"issued": "print.not_released", "voided": "print.ticket_void"}
WAYS = st.sampled_from(
    ["once"] * 4
    + ["its answer is lost"] * 2
    + ["at both gateways at once"] * 2
    + ["gateway", "print_svc", "exception_svc"]
)
"""How something is asked; the last are killed while it is under way."""
MOMENTS = st.sampled_from([0.0, 0.01, 0.03, 0.1])
"""Seconds from the asking to the kill."""


@dataclass
class Print:
    """One job as the model has it."""

    job_id: str
    ticket: str = field(repr=False)
    serial: str
    desk: Desk
    state: str = "issued"
    cancelled: bool = False
    document: bytes = field(default=b"", repr=False)


@dataclass
class Certificate:
    number: str
    prints: list[Print] = field(default_factory=list)
    exceptions: int = 0
    applied_since: bool = False
    over: bool = False

    @property
    def live(self) -> Print | None:
        return next((one for one in self.prints if one.state in LIVE), None)


class Prints(RuleBasedStateMachine):
    certificates = Bundle("certificates")

    def __init__(self, house: House) -> None:
        super().__init__()
        self.house = house
        self.known: list[Certificate] = []

    @initialize(target=certificates)
    def customs_approves(self) -> Certificate:
        self.known.append(Certificate(next(self.house.certificates)))
        return self.known[-1]

    @rule(one=certificates, desk=st.integers(0, 1), way=WAYS, moment=MOMENTS)
    def somebody_orders(self, one: Certificate, desk: int, way: str, moment: float) -> None:
        at, live = self.house.desks[desk], one.live
        free = live is None and not one.over
        answer = self.house.order(one.number, at, way, moment, until_issued=free)
        if answer.body:
            self._issued(one, at, answer)
        if one.over:
            self._reread(one)
        elif free:
            assert answer.code is None
        else:
            assert answer.code in {"print.original_live", "certificate.already_printed"}

    @rule(one=certificates)
    def two_people_order_at_once(self, one: Certificate) -> None:
        live, desks = one.live, self.house.desks
        answers = self.house.order_at_both(one.number, desks)
        for at, answer in zip(desks, answers, strict=True):
            if answer.body:
                self._issued(one, at, answer)
        assert sum(bool(each.body) for each in answers) <= (live is None or one.over)
        if one.over:
            self._reread(one)

    @rule(one=certificates, way=WAYS, moment=MOMENTS)
    def the_workstation_fetches(self, one: Certificate, way: str, moment: float) -> None:
        for each in one.prints[-2:]:
            answer = self.house.fetch(each.ticket, each.desk, way, moment)
            expected = FETCHED.get(each.state)
            if each.desk.revoked:
                expected = "workstation.revoked"
            if one.over:
                self._reread(one)
                continue
            assert answer.code == expected
            if answer.body:
                assert each.document in (b"", answer.body)
                each.state, each.document = "released", answer.body

    @rule(one=certificates)
    def another_workstation_shows_its_ticket(self, one: Certificate) -> None:
        for each in one.prints[-1:]:
            others = [desk for desk in self.house.desks if desk is not each.desk]
            answer = self.house.fetch(each.ticket, others[0], "once", 0)
            assert answer.code == "print.wrong_workstation"

    @rule(one=certificates, way=WAYS, moment=MOMENTS)
    def the_device_is_heard(self, one: Certificate, way: str, moment: float) -> None:
        for each in one.prints[-1:]:
            answer = self.house.report(each.ticket, each.desk, way, moment)
            assert one.over or (answer.code is None) == bool(
                each.document and not each.desk.revoked
            )

    @rule(one=certificates, printed=st.sampled_from([True, False, False]), way=WAYS, moment=MOMENTS)
    def somebody_answers(self, one: Certificate, printed: bool, way: str, moment: float) -> None:  # noqa: FBT001 - drawn
        for each in one.prints[-1:]:
            answer = self.house.answer(each.job_id, way, moment, printed=printed)
            wanted = "printed" if printed else "failed"
            if one.over:
                self._reread(one)
            elif each.state in {"released", wanted}:
                assert answer.code is None
                self._answered(one, each, wanted)
            else:
                assert answer.code == ANSWERED.get(each.state, "print.already_confirmed")

    @rule(one=certificates)
    def two_people_answer_the_opposite_at_once(self, one: Certificate) -> None:
        for each in one.prints[-1:]:
            codes = self.house.answer_at_both(each.job_id)
            if each.state == "released" and not one.over:
                assert sorted(map(str, codes)) == ["None", "print.already_confirmed"]
                self._answered(one, each, "printed" if codes[0] is None else "failed")

    @rule(one=certificates, way=WAYS, moment=MOMENTS)
    def somebody_cancels(self, one: Certificate, way: str, moment: float) -> None:
        for each in one.prints[-1:]:
            answer = self.house.cancel(each.job_id, way, moment)
            if one.over:
                self._reread(one)
                continue
            assert answer.code == (None if each.cancelled else CANCELLED.get(each.state))
            if answer.code is None:
                each.state, each.cancelled = "voided", True

    @rule(one=certificates, way=WAYS, moment=MOMENTS)
    def somebody_applies_for_an_exception(self, one: Certificate, way: str, moment: float) -> None:
        answer = self.house.apply(one.number, way, moment)
        granted = bool(answer.body) and answer.body["count"] > one.exceptions
        if one.over:
            one.exceptions += granted
            self._reread(one)
        elif one.live and one.live.state in OUT:
            assert answer.body["count"] == one.exceptions + 1
            one.exceptions, one.applied_since = one.exceptions + 1, True
            one.live.state = "voided"
        else:
            assert not granted
            assert answer.code == (None if one.applied_since else "exception.not_printed")

    @rule(desk=st.integers(0, 1))
    def the_legal_person_revokes_a_workstation(self, desk: int) -> None:
        gone = self.house.revoke(desk)
        for one in self.known:
            for each in one.prints:
                if each.desk is gone and each.state == "issued":
                    each.state = "voided"

    @rule(name=st.sampled_from(["exception_svc", "cert_svc"]))
    def news_is_late(self, name: str) -> None:
        self.house.sleeps(name)

    @invariant()
    def at_most_one_original_is_live_and_each_is_as_the_model_has_it(self) -> None:
        for one in self.known:
            assert self.house.live_in_the_database(one.number) <= 1
            if one.over:
                continue
            states = self.house.states(one.number)
            assert states == {each.job_id: each.state for each in one.prints}

    def teardown(self) -> None:
        """Whatever was done, a person comes to a valid original from here."""
        for one in self.known:
            self._reread(one)
            if not one.over and (one.live is None or one.live.state != "printed"):
                self._to_the_end(one)
            self.house.ended(one.number, [each.serial for each in one.prints], one.exceptions)

    def _to_the_end(self, one: Certificate) -> None:
        """Cancelled or answered 否, applied for, ordered anew, fetched, answered 是."""
        if one.live and one.live.state == "issued":
            self.somebody_cancels(one, "once", 0)
        if one.live and one.live.state == "released":
            self.somebody_answers(one, False, "once", 0)
        if one.live:
            self.somebody_applies_for_an_exception(one, "once", 0)
        self.somebody_orders(one, 0, "once", 0)
        self.the_workstation_fetches(one, "once", 0)
        self.somebody_answers(one, True, "once", 0)

    def _issued(self, one: Certificate, at: Desk, answer: Any) -> None:
        job = answer.body["job"]
        serial = job["print_serials"]["original"]
        one.prints.append(Print(job["job_id"], answer.body["ticket"], serial, at))

    def _answered(self, one: Certificate, each: Print, state: str) -> None:
        each.state = state
        one.over = state == "printed"

    def _reread(self, one: Certificate) -> None:
        """What customs and a person did at the same time, as it came out."""
        states = self.house.states(one.number)
        for each in one.prints:
            each.state = states[each.job_id]
