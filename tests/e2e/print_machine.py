"""Orders, fetches, answers, exceptions, revocations and crashes in any order, beside a small model.

One certificate a run; the model of it is the list of its prints with a state each, and a count.
Once 是 was answered customs may archive it at any moment, and what is left to hold is what always
holds.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

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
LOST: Final = "its answer is lost"
KILLED: Final = ("gateway", "print_svc", "exception_svc")
"""Who is killed while something is under way."""
WAYS = st.sampled_from(["once"] * 3 + [LOST] * 2 + ["at both gateways at once"] * 2 + [*KILLED] * 2)
"""How something is asked."""
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


def _last_is(*states: str) -> Callable[["Prints"], bool]:
    """Of the last print, if there is one."""
    return lambda machine: any(each.state in states for each in machine.one.prints[-1:])


_HAS_PRINT: Final = _last_is(*LIVE, "voided")


class Prints(RuleBasedStateMachine):
    """`kills` at most in one run, because each takes seconds; after them an answer is lost."""

    def __init__(self, house: House, kills: int) -> None:
        super().__init__()
        self.house, self._kills = house, kills
        self.one = Certificate(next(house.certificates))

    @rule(desk=st.integers(0, 1), way=WAYS, moment=MOMENTS)
    def somebody_orders(self, desk: int, way: str, moment: float) -> None:
        one, at = self.one, self.house.desks[desk]
        free = one.live is None and not one.over
        answer = self.house.order(one.number, at, self._now(way), moment, until_issued=free)
        if answer.body:
            self._issued(at, answer)
        if one.over:
            self._reread()
        elif free:
            assert answer.code is None
        else:
            assert answer.code in {"print.original_live", "certificate.already_printed"}

    @precondition(lambda self: self.one.live is None)
    @rule()
    def two_people_order_at_once(self) -> None:
        one, live, desks = self.one, self.one.live, self.house.desks
        answers = self.house.order_at_both(one.number, desks)
        for at, answer in zip(desks, answers, strict=True):
            if answer.body:
                self._issued(at, answer)
        assert sum(bool(each.body) for each in answers) <= (live is None or one.over)
        if one.over:
            self._reread()

    @precondition(_HAS_PRINT)
    @rule(way=WAYS, moment=MOMENTS)
    def the_workstation_fetches(self, way: str, moment: float) -> None:
        for each in self.one.prints[-2:]:
            answer = self.house.fetch(each.ticket, each.desk, self._now(way), moment)
            expected = FETCHED.get(each.state)
            if each.desk.revoked:
                expected = "workstation.revoked"
            if self.one.over:
                self._reread()
                continue
            assert answer.code == expected
            if answer.body:
                assert each.document in (b"", answer.body)
                each.state, each.document = "released", answer.body

    @precondition(_last_is("issued"))
    @rule()
    def another_workstation_shows_its_ticket(self) -> None:
        each = self.one.prints[-1]
        others = [desk for desk in self.house.desks if desk is not each.desk]
        answer = self.house.fetch(each.ticket, others[0], "once", 0)
        assert answer.code == "print.wrong_workstation"

    @precondition(_HAS_PRINT)
    @rule(way=WAYS, moment=MOMENTS)
    def the_device_is_heard(self, way: str, moment: float) -> None:
        each = self.one.prints[-1]
        answer = self.house.report(each.ticket, each.desk, self._now(way), moment)
        heard = bool(each.document) and not each.desk.revoked
        assert self.one.over or (answer.code is None) == heard

    @precondition(_HAS_PRINT)
    @rule(printed=st.sampled_from([False] * 4 + [True]), way=WAYS, moment=MOMENTS)
    def somebody_answers(self, printed: bool, way: str, moment: float) -> None:  # noqa: FBT001 - drawn
        each, wanted = self.one.prints[-1], "printed" if printed else "failed"
        answer = self.house.answer(each.job_id, self._now(way), moment, printed=printed)
        if self.one.over:
            self._reread()
        elif each.state in {"released", wanted}:
            assert answer.code is None
            self._answered(each, wanted)
        else:
            assert answer.code == ANSWERED.get(each.state, "print.already_confirmed")

    @precondition(_last_is("released"))
    @rule()
    def two_people_answer_the_opposite_at_once(self) -> None:
        each = self.one.prints[-1]
        codes = self.house.answer_at_both(each.job_id)
        if each.state == "released" and not self.one.over:
            assert sorted(map(str, codes)) == ["None", "print.already_confirmed"]
            self._answered(each, "printed" if codes[0] is None else "failed")

    @precondition(_HAS_PRINT)
    @rule(way=WAYS, moment=MOMENTS)
    def somebody_cancels(self, way: str, moment: float) -> None:
        each = self.one.prints[-1]
        answer = self.house.cancel(each.job_id, self._now(way), moment)
        if self.one.over:
            self._reread()
            return
        assert answer.code == (None if each.cancelled else CANCELLED.get(each.state))
        if answer.code is None:
            each.state, each.cancelled = "voided", True

    @rule(way=WAYS, moment=MOMENTS)
    def somebody_applies_for_an_exception(self, way: str, moment: float) -> None:
        one = self.one
        answer = self.house.apply(one.number, self._now(way), moment)
        granted = bool(answer.body) and answer.body["count"] > one.exceptions
        if one.over:
            one.exceptions += granted
            self._reread()
        elif one.live and one.live.state in OUT:
            assert answer.body["count"] == one.exceptions + 1
            one.exceptions, one.applied_since = one.exceptions + 1, True
            one.live.state = "voided"
        else:
            assert not granted
            assert answer.code == (None if one.applied_since else "exception.not_printed")

    @precondition(_last_is("issued", "released"))
    @rule(desk=st.integers(0, 1))
    def the_legal_person_revokes_a_workstation(self, desk: int) -> None:
        gone = self.house.revoke(desk)
        for each in self.one.prints:
            if each.desk is gone and each.state == "issued":
                each.state = "voided"

    @precondition(lambda self: not self.house.asleep)
    @rule(name=st.sampled_from(["exception_svc", "cert_svc"]))
    def news_is_late(self, name: str) -> None:
        self.house.sleeps(name)

    @invariant()
    def at_most_one_original_is_live_and_each_is_as_the_model_has_it(self) -> None:
        one = self.one
        assert self.house.live_in_the_database(one.number) <= 1
        if not one.over:
            states = self.house.states(one.number)
            assert states == {each.job_id: each.state for each in one.prints}

    def teardown(self) -> None:
        """Whatever was done, a person comes to a valid original from here."""
        one = self.one
        self._reread()
        if not one.over and (one.live is None or one.live.state != "printed"):
            self._to_the_end()
        self.house.ended(one.number, [each.serial for each in one.prints], one.exceptions)

    def _to_the_end(self) -> None:
        """Cancelled or answered 否, applied for, ordered anew, fetched, answered 是."""
        one = self.one
        if one.live and one.live.state == "issued":
            self.somebody_cancels("once", 0)
        if one.live and one.live.state == "released":
            self.somebody_answers(False, "once", 0)
        if one.live:
            self.somebody_applies_for_an_exception("once", 0)
        self.somebody_orders(0, "once", 0)
        self.the_workstation_fetches("once", 0)
        self.somebody_answers(True, "once", 0)

    def _now(self, way: str) -> str:
        """A way that this run still has kills for."""
        if way not in KILLED:
            return way
        self._kills -= 1
        return way if self._kills >= 0 else LOST

    def _issued(self, at: Desk, answer: Any) -> None:
        job = answer.body["job"]
        serial = job["print_serials"]["original"]
        self.one.prints.append(Print(job["job_id"], answer.body["ticket"], serial, at))

    def _answered(self, each: Print, state: str) -> None:
        each.state = state
        self.one.over = state == "printed"

    def _reread(self) -> None:
        """What customs and a person did at the same time, as it came out."""
        states = self.house.states(self.one.number)
        for each in self.one.prints:
            each.state = states[each.job_id]
