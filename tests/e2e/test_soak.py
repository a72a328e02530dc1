"""A minute of work while processes and servers are killed, paused and slowed, then the books.

`make soak MINUTES=…` goes on for as long as one likes.
"""

import os
import random

from deploy.soak.__main__ import soak

SECONDS = 60
SEED = int(os.environ.get("SOAK_SEED") or random.SystemRandom().randrange(2**32))


def test_nothing_is_lost_doubled_or_stuck_while_everything_breaks(tmp_path):
    for folder in (tmp_path, *list(tmp_path.parents)[:2]):
        folder.chmod(0o711)  # PostgreSQL passes through as a user of its own

    assert soak(tmp_path, SECONDS, SEED) == 0
