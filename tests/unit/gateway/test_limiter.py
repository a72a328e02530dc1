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
