"""The portal listens to every event that the gateway may tell it."""

import re
from pathlib import Path

from contracts.visible_events import VISIBLE

LIST = Path(__file__).parents[3] / "portal/src/shell/eventTypes.ts"


def test_the_portal_listens_to_everything_that_is_told():
    named = re.findall(r"^  '(\w+)',$", LIST.read_text(encoding="utf-8"), re.MULTILINE)

    assert named == list(VISIBLE)
