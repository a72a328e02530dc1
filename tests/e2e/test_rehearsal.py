"""A disaster and its end: what `make rehearsal` does, held to what is promised."""

import pytest

from deploy.backup.rehearsal import rehearse
from deploy.local.postgres import let_through


@pytest.mark.nightly
def test_after_a_restore_the_books_agree_and_no_original_or_serial_is_there_twice(tmp_path):
    let_through(tmp_path, above=2)

    assert rehearse(tmp_path, print) == []
