"""Two minutes of work while processes and servers are killed, paused and slowed, then the books.

`make soak MINUTES=…` goes on for as long as one likes, with nodes of clusters.
"""

import os
import random

from deploy.local.postgres import let_through
from deploy.soak.__main__ import soak

SECONDS = 120
SEED = int(os.environ.get("SOAK_SEED") or random.SystemRandom().randrange(2**32))


def test_nothing_is_lost_doubled_or_stuck_while_everything_breaks(tmp_path):
    let_through(tmp_path, above=2)

    assert soak(tmp_path, SECONDS, SEED, single=True) == 0
