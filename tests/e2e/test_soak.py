"""Two minutes of some work while processes and servers are killed, paused and slowed; the books.

`make soak MINUTES=…` goes on for as long as one likes, with all the work that a machine can do and
nodes of clusters.
"""

import os
import random

from deploy.local.postgres import let_through
from deploy.soak.__main__ import Load, soak

SECONDS = 120
LOAD = Load(at_once=3, batch=50)
"""Other tests want the machine meanwhile."""
SEED = int(os.environ.get("SOAK_SEED") or random.SystemRandom().randrange(2**32))


def test_nothing_is_lost_doubled_or_stuck_while_everything_breaks(tmp_path):
    let_through(tmp_path, above=2)

    assert soak(tmp_path, SECONDS, SEED, load=LOAD, single=True) == 0
