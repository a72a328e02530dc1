"""One suite for both kinds of token buckets, and what only the shared ones do."""

import asyncio
import dataclasses

import pytest

from gateway.buckets import Asked, BucketsAway, OwnBuckets, SharedBuckets
from gateway.migrate import prepare


@pytest.fixture
def shared(make_owned_database):
    urls = make_owned_database()
    prepare(urls.owner)
    first, second = SharedBuckets(urls.process), SharedBuckets(urls.process)
    yield first, second
    first.close()
    second.close()


@pytest.fixture(params=["own", "shared"])
def buckets(request):
    return OwnBuckets() if request.param == "own" else request.getfixturevalue("shared")[0]


def take(buckets, *asked):
    return asyncio.run(buckets.take(asked))


def test_a_bucket_gives_what_it_has_and_then_nothing(buckets):
    few = Asked("few", rate=0.001, burst=3, count=2)

    assert [take(buckets, few) for _ in range(3)] == [{"few": 2}, {"few": 1}, {}]


def test_more_than_it_holds_is_never_given(buckets):
    assert take(buckets, Asked("small", rate=0.001, burst=3, count=50)) == {"small": 3}


def test_time_fills_it_again(buckets):
    take(buckets, Asked("quick", rate=1e6, burst=2, count=2))

    assert take(buckets, Asked("quick", rate=1e6, burst=2, count=2)) == {"quick": 2}


def test_what_is_given_back_is_there_again_and_no_more_than_that(buckets):
    one = Asked("returned", rate=0.001, burst=1)
    take(buckets, one)

    take(buckets, dataclasses.replace(one, count=-1))

    assert [take(buckets, one) for _ in range(2)] == [{"returned": 1}, {}]


def test_a_full_bucket_does_not_run_over(buckets):
    full = Asked("full", rate=0.001, burst=1)

    take(buckets, dataclasses.replace(full, count=-1))

    assert [take(buckets, full) for _ in range(2)] == [{"full": 1}, {}]


def test_an_empty_bucket_keeps_no_other_from_giving(buckets):
    empty, full = Asked("empty", rate=0.001, burst=1), Asked("full", rate=0.001, burst=1)
    take(buckets, empty)

    assert take(buckets, full, empty) == {"full": 1}


def test_all_processes_share_them(shared):
    first, second = shared
    one = Asked("one", rate=0.001, burst=1)

    assert (take(first, one), take(second, one)) == ({"one": 1}, {})


def test_a_database_that_is_not_there_is_away():
    buckets = SharedBuckets("postgresql+psycopg2://nobody@127.0.0.1:1/none")

    with pytest.raises(BucketsAway):
        take(buckets, Asked("one", rate=1, burst=1))
    buckets.close()
