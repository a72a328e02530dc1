"""An event as the live stream sends it."""

from datetime import datetime
from typing import Final
from uuid import UUID

from contracts.envelope import wrap
from contracts.printing import PrintReleased
from contracts.values import PrintPart
from gateway.examples.making import example
from gateway.live import live_event
from gateway.routes.live import forwarded
from gateway.specimens import (
    CERTIFICATE_NO,
    ENTERPRISE,
    EVENT_ID,
    JOB_ID,
    MORNING,
    ORIGINAL_SERIAL,
)

RELEASED: Final = example(
    PrintReleased,
    enterprise_code=ENTERPRISE,
    job_id=JOB_ID,
    certificate_no=CERTIFICATE_NO,
    revision=1,
    parts=(PrintPart.ORIGINAL,),
    print_serial=ORIGINAL_SERIAL,
    released_at=MORNING,
)


def _streamed() -> str:
    envelope = wrap(RELEASED, event_id=UUID(EVENT_ID), time=datetime.fromisoformat(MORNING))
    event = live_event(envelope)
    assert event is not None  # noqa: S101 - browsers see this one
    return forwarded(event).encode().decode()


STREAMED: Final = _streamed()
