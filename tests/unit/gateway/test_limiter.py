"""Limits: by address, account and enterprise, and what holds while the shared buckets are away."""

import asyncio

import pytest

from contracts.authorization import GetSession, OpenSession
from contracts.errors import Refused
from contracts.verification import Verification, VerifyCode
from gateway import limiter as limiting
from gateway.buckets import BucketsAway, OwnBuckets
from gateway.examples import EXAMPLES
from gateway.limiter import Limiter
from gateway.limits import LIMITS, Limit
from gateway.specimens import ORIGINAL_SERIAL

FIRST = {"account": "li", "enterprise": "first"}


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class AwayBuckets:
    def __init__(self):
        self.asked = 0

    async def take(self, asked):
        self.asked += 1
        raise BucketsAway


class SlowBuckets(OwnBuckets):
    """As far away as PostgreSQL: others come while one waits."""

    def __init__(self, clock):
        super().__init__(clock)
        self.asked = self.granted = 0
        self.fails = False

    async def take(self, asked):
        self.asked += 1
        await asyncio.sleep(0.002)
        if self.fails:
            raise RuntimeError("a defect")
        granted = await super().take(asked)
        self.granted += sum(granted.values())
        return granted


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture(autouse=True)
def small_limits(monkeypatch):
    monkeypatch.setitem(LIMITS, "verify", (Limit("address", 0.5, 2),))
    monkeypatch.setitem(LIMITS, "log_in", (Limit("address", 0.5, 2),))
    monkeypatch.setitem(
        LIMITS, "call", (Limit("account", 1, 2, handful=2), Limit("enterprise", 1, 3, handful=2))
    )


def take(limiter, group, times=1, **who):
    async def all_of_them():
        for _ in range(times):
            await limiter.take(group, who)

    asyncio.run(all_of_them())


def take_at_once(limiter, group, calls, **who):
    """What each of so many calls at once was told, None where it was let through."""

    async def all_of_them():
        each = (limiter.take(group, who) for _ in range(calls))
        return await asyncio.wait_for(asyncio.gather(*each, return_exceptions=True), 5)

    return asyncio.run(all_of_them())


@pytest.fixture
def wide_limits(monkeypatch):
    monkeypatch.setitem(
        LIMITS,
        "call",
        (Limit("account", 100, 500, handful=20), Limit("enterprise", 300, 1500, handful=50)),
    )


@pytest.mark.usefixtures("wide_limits")
@pytest.mark.parametrize("calls", [2, 64, 500])
def test_calls_at_once_are_all_let_through_while_there_are_tokens(clock, calls):
    shared = SlowBuckets(clock)

    told = take_at_once(Limiter(shared, clock=clock), "call", calls, **FIRST)

    assert told == [None] * calls
    assert shared.granted <= 2 * max(calls, 50) + 40


@pytest.mark.usefixtures("wide_limits")
@pytest.mark.parametrize("limiters", [1, 4])
def test_a_flood_at_once_gets_what_is_in_the_bucket_and_no_more(clock, limiters):
    shared = SlowBuckets(clock)
    processes = [Limiter(shared, clock=clock) for _ in range(limiters)]

    async def flood():
        each = (one.take("call", FIRST) for one in processes for _ in range(800))
        return await asyncio.gather(*each, return_exceptions=True)

    told = asyncio.run(flood())

    assert told.count(None) == 500
    assert {type(each) for each in told} == {type(None), Refused}


def test_calls_at_once_of_a_bucket_without_handfuls_are_fetched_together(clock, monkeypatch):
    monkeypatch.setitem(LIMITS, "verify", (Limit("address", 20, 200),))
    shared = SlowBuckets(clock)

    told = take_at_once(Limiter(shared, clock=clock), "verify", 300, address="192.0.2.1")

    assert told.count(None) == shared.granted == 200
    assert shared.asked <= 3


def test_a_fetch_that_fails_leaves_nobody_waiting(clock):
    shared = SlowBuckets(clock)
    limiter = Limiter(shared, clock=clock)
    shared.fails = True

    told = take_at_once(limiter, "verify", 10, address="192.0.2.1")

    shared.fails = False
    assert {type(each) for each in told} == {RuntimeError}
    assert take_at_once(limiter, "verify", 1, address="192.0.2.1") == [None]


def test_a_call_that_is_given_up_takes_nothing_from_those_who_wait_with_it(clock):
    limiter = Limiter(SlowBuckets(clock), clock=clock)

    async def two_of_whom_the_first_goes():
        who = {"address": "192.0.2.1"}
        first, second = (asyncio.ensure_future(limiter.take("verify", who)) for _ in range(2))
        await asyncio.sleep(0)
        first.cancel()
        return await asyncio.wait_for(asyncio.gather(first, second, return_exceptions=True), 5)

    first, second = asyncio.run(two_of_whom_the_first_goes())
    assert isinstance(first, asyncio.CancelledError)
    assert second is None


def test_a_burst_is_let_through_and_no_more(clock):
    limiter = Limiter(clock=clock)
    take(limiter, "verify", 2, address="192.0.2.1")

    with pytest.raises(Refused, match="Too many requests") as refusal:
        take(limiter, "verify", address="192.0.2.1")

    assert refusal.value.details == {"seconds": 2}


def test_time_fills_the_bucket_again(clock):
    limiter = Limiter(clock=clock)
    take(limiter, "verify", 2, address="192.0.2.1")
    clock.now = 2.0

    take(limiter, "verify", address="192.0.2.1")

    with pytest.raises(Refused):
        take(limiter, "verify", address="192.0.2.1")


def test_senders_do_not_pay_for_one_another(clock):
    limiter = Limiter(clock=clock)
    take(limiter, "verify", 2, address="192.0.2.1")

    take(limiter, "verify", address="192.0.2.2")


def test_accounts_share_the_limit_of_their_enterprise(clock):
    limiter = Limiter(clock=clock)
    take(limiter, "call", 2, **FIRST)
    take(limiter, "call", 1, account="wang", enterprise="first")

    with pytest.raises(Refused):
        take(limiter, "call", account="zhao", enterprise="first")
    take(limiter, "call", account="zhao", enterprise="second")


def test_a_factor_widens_every_limit(clock):
    take(Limiter(clock=clock, factor=10), "verify", 20, address="192.0.2.1")


def test_processes_with_one_store_share_the_limit(clock):
    shared = OwnBuckets(clock)
    take(Limiter(shared, clock=clock), "verify", 2, address="192.0.2.1")

    with pytest.raises(Refused):
        take(Limiter(shared, clock=clock), "verify", address="192.0.2.1")


def test_an_empty_bucket_is_not_asked_again_at_once(clock):
    shared = OwnBuckets(clock)
    limiter = Limiter(shared, clock=clock)
    take(limiter, "verify", 2, address="192.0.2.1")
    with pytest.raises(Refused):
        take(limiter, "verify", address="192.0.2.1")
    shared._kept.clear()

    with pytest.raises(Refused):
        take(limiter, "verify", address="192.0.2.1")


def test_while_the_store_is_away_each_process_counts_alone(clock):
    away = AwayBuckets()
    limiter = Limiter(away, clock=clock)

    take(limiter, "verify", 2, address="192.0.2.1")
    with pytest.raises(Refused):
        take(limiter, "verify", address="192.0.2.1")

    assert away.asked == 1


def test_a_store_that_was_away_is_tried_again(clock):
    away = AwayBuckets()
    limiter = Limiter(away, clock=clock)
    take(limiter, "verify", address="192.0.2.1")
    clock.now = limiting.AWAY_SECONDS

    take(limiter, "verify", address="192.0.2.1")

    assert away.asked == 2


def test_the_public_check_is_limited_by_address(anonymous, rpc):
    rpc.answer(VerifyCode, Verification.from_wire(EXAMPLES["Verification"]))

    answers = [anonymous.get(f"/api/v1/verify/{ORIGINAL_SERIAL}") for _ in range(3)]

    assert [each.status_code for each in answers] == [200, 200, 429]
    assert answers[2].headers["retry-after"] == "2"
    assert anonymous.get(f"/verify/{ORIGINAL_SERIAL}").status_code == 429


def test_logins_over_the_limit_reach_nobody(anonymous, rpc):
    rpc.refuse(OpenSession, "session.wrong_password")
    body = {"user_name": "li", "password": "no password of anybody"}

    statuses = [anonymous.post("/api/v1/sessions", json=body).status_code for _ in range(3)]

    assert statuses == [401, 401, 429]
    assert len([asked for asked in rpc.asked if isinstance(asked, OpenSession)]) == 2


def test_unknown_tokens_over_the_limit_are_not_looked_up(anonymous, rpc, monkeypatch):
    monkeypatch.setitem(LIMITS, "look_up", (Limit("address", 0.5, 1),))
    rpc.refuse(GetSession, "session.required")

    statuses = [
        anonymous.get("/api/v1/seals", headers={"authorization": f"Bearer {turn}"}).status_code
        for turn in range(2)
    ]

    assert (statuses, len(rpc.asked)) == ([401, 429], 1)


def test_every_call_of_an_account_counts(http):
    statuses = [http.get("/api/v1/sessions/current").status_code for _ in range(3)]

    assert statuses == [200, 200, 429]
