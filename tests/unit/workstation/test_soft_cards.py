"""A soft card counts wrong PINs on disk, whatever restarts in between."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.unit.workstation.test_cards import HOLDER, PIN
from workstation.card_issuer import SpecimenAuthority, days_from
from workstation.cards import CardLocked, WrongPin
from workstation.soft_cards import TRIES, CountingCard

pytestmark = pytest.mark.unit

NOW = datetime.now(UTC)
AUTHORITY = SpecimenAuthority.create(now=NOW)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "legal.p12"
    AUTHORITY.issue(HOLDER, pin=PIN, validity=days_from(NOW, 1)).save(file)
    return file


def wrongly(path: Path, times: int) -> list[str]:
    """What is told after each wrong PIN, by a program that starts anew each time."""
    told = []
    for _ in range(times):
        with pytest.raises((WrongPin, CardLocked)) as refusal:
            CountingCard(path).sign(b"data", "000000")
        told.append(refusal.value.sentence.zh)
    return told


def test_what_remains_is_told_after_each_wrong_pin_and_the_last_locks(path: Path) -> None:
    told = wrongly(path, TRIES)

    assert "还可以再试 4 次" in told[0]
    assert "还可以再试 2 次" in told[2]
    assert "只剩最后 1 次" in told[3]
    assert "已被锁定" in told[4]


def test_a_locked_card_takes_the_right_pin_no_more(path: Path) -> None:
    wrongly(path, TRIES)

    with pytest.raises(CardLocked):
        CountingCard(path).sign(b"data", PIN)


def test_the_right_pin_begins_the_count_anew(path: Path) -> None:
    wrongly(path, TRIES - 1)

    CountingCard(path).sign(b"data", PIN)

    assert CountingCard(path).left() == TRIES


def test_a_new_card_under_the_same_name_was_never_tried(path: Path) -> None:
    wrongly(path, TRIES)

    AUTHORITY.issue(HOLDER, pin=PIN, validity=days_from(NOW, 1)).save(path)

    assert CountingCard(path).sign(b"data", PIN)


def test_a_count_that_cannot_be_read_locks(path: Path) -> None:
    path.with_suffix(".tries").write_text("{")

    with pytest.raises(CardLocked):
        CountingCard(path).sign(b"data", PIN)
