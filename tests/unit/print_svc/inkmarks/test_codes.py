"""A serial as a code word: what it survives, and that chance never passes for one."""

import numpy as np
import pytest

from services.print_svc.domain.serials import SerialError
from services.print_svc.inkmarks.codes import BITS, code_word, decode
from services.print_svc.inkmarks.patterns import MOST_CELLS, cells, stronger

pytestmark = pytest.mark.unit

SERIAL, KEY = "SPEC-1MEN-001H", bytes(range(32))
CHANCE = np.random.default_rng(5)


def test_a_serial_is_read_although_a_tenth_of_its_bits_is_wrong():
    wrong = np.where(np.arange(BITS) % 10 == 0, -1, 1)

    read = decode(code_word(SERIAL, KEY) * wrong.astype(np.float32), KEY)

    assert (read.serial, read.wrong_bits) == (SERIAL, np.sum(wrong < 0))


def test_a_serial_is_read_out_of_noise_as_strong_as_itself():
    soft = code_word(SERIAL, KEY) + CHANCE.normal(0, 0.9, BITS)

    assert decode(soft.astype(np.float32), KEY).serial == SERIAL


def test_chance_is_no_serial():
    tries = [CHANCE.normal(0, 1, BITS).astype(np.float32) for _ in range(50)]

    assert [decode(soft, KEY) for soft in tries] == [None] * 50


def test_another_key_reads_nothing():
    assert decode(code_word(SERIAL, KEY).astype(np.float32), bytes(32)) is None


def test_what_is_no_serial_is_not_written():
    with pytest.raises(SerialError):
        code_word("SPECIMEN-0001", KEY)


def test_a_cell_means_the_same_in_a_larger_stamp():
    small, large = cells(KEY, 20, 30), cells(KEY, 160, 160)

    assert all(np.array_equal(s, part[:20, :30]) for s, part in zip(small, large, strict=True))


def test_half_of_the_ink_is_stronger():
    assert 0.45 < stronger(SERIAL, KEY, 160, 160).mean() < 0.55


def test_a_stamp_of_more_cells_than_there_are_is_refused():
    with pytest.raises(ValueError, match="512"):
        cells(KEY, MOST_CELLS + 1, 1)
