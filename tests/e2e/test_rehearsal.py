"""A disaster and its end: what `make rehearsal` does, held to what is promised."""

from deploy.backup.rehearsal import rehearse


def test_after_a_restore_the_books_agree_and_no_original_or_serial_is_there_twice(tmp_path):
    for folder in (tmp_path, *list(tmp_path.parents)[:2]):
        folder.chmod(0o711)  # PostgreSQL passes through as a user of its own

    assert rehearse(tmp_path, print) == []
