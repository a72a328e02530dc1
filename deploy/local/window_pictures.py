"""Pictures of the workstation's window under Xvfb: `python -m deploy.local.window_pictures`.

Everything in them is a specimen.
"""

import os
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from PIL import Image, ImageGrab

from contracts.agents import UNLIMITED
from contracts.card_statements import CardPurpose, limit_facts, log_in_facts, statement
from contracts.printing import Evidence
from deploy.local.desktop import desktop
from workstation import words
from workstation.card_issuer import (
    CardRole,
    Holder,
    SpecimenAuthority,
    days_from,
    specimen_credit_code,
    specimen_id_number,
)
from workstation.cards import holder_of
from workstation.enrolment import Enrolment, WorkstationKeys
from workstation.journal import Entry, Journal, Step
from workstation.pin_window import PinWindow
from workstation.signing import Shown
from workstation.window import Window

PICTURES: Final = Path("docs/pictures/workstation")
_AT: Final = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
_PRINTER: Final = "ipp://printer.example/ipp/print"


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with desktop("1000x520") as display, tempfile.TemporaryDirectory() as state:
        os.environ["DISPLAY"] = display
        _queue(Path(state))
        window = Window(Path(state), "zh")
        window.root.geometry("1000x520+0+0")
        window.look()
        _take(window, display, folder / "queue-zh.png")
        window.turn()
        _take(window, display, folder / "queue-en.png")
        window.turn()
        for name, shown in _statements().items():
            asking = PinWindow(window.root, shown, "zh", lambda _: None)
            asking.geometry("+40+20")
            _take(window, display, folder / f"{name}.png")
            asking.destroy()
        window.root.destroy()


def _take(window: Window, display: str, file: Path) -> None:
    for _ in range(20):
        window.root.update()
        time.sleep(0.02)
    picture = ImageGrab.grab(xdisplay=display)
    picture.quantize(64, dither=Image.Dither.NONE).save(file, optimize=True)
    print(file)


def _statements() -> dict[str, Shown]:
    holder = Holder(
        name="样本法人",
        enterprise_name="SPECIMEN TRADING CO., LTD.",
        role=CardRole.LEGAL_PERSON,
        credit_code=specimen_credit_code(1),
        id_number=specimen_id_number(1),
    )
    now = datetime.now(UTC)
    issued = SpecimenAuthority.create(now=now).issue(
        holder, pin="518274", validity=days_from(now, 30)
    )
    who = holder_of(issued.certificate_pem)
    facts = [
        ("enterprise", holder.enterprise_name),
        ("agent", specimen_credit_code(2)),
        *limit_facts(UNLIMITED),
    ]
    granting = Shown(
        statement=statement(CardPurpose.GRANT_AGENT, facts, bytes(range(32))),
        holder=who,
        asked_by="样本法人 (192.0.2.1)",
    )
    login = log_in_facts("192.0.2.1", "WDJB-MJHT")
    return {
        "log-in": Shown(
            statement=statement(CardPurpose.LOG_IN, login, bytes(range(32))), holder=who
        ),
        "statement": replace(granting, trouble=words.card("wrong_pin", left=4)),
    }


def _queue(state: Path) -> None:
    Enrolment(
        gateway="https://originprint.example",
        workstation_id=UUID(int=1),
        enterprise_code=specimen_credit_code(1),
        name="前台 front-desk",
        keys=WorkstationKeys.generate(),
    ).save(state)
    jammed = Evidence(
        queued_at=_AT, job_state="aborted", state_reasons=("media-jam",), printer_uri=_PRINTER
    )
    done = Evidence(queued_at=_AT, job_state="completed", printer_uri=_PRINTER)
    steps = [
        (Step.REPORTED, done),
        (Step.REPORTED, jammed),
        (Step.SENT, None),
        (Step.QUEUED, None),
        (Step.QUEUED, None),
    ]
    with Journal(state) as journal:
        for number, (step, evidence) in enumerate(steps, start=1):
            journal.save(
                Entry(
                    ticket_digest=f"{number}" * 64,
                    step=step,
                    queued_at=_AT,
                    certificate_no=f"A26SPECIMEN1000{number}",
                    printer_uri=_PRINTER,
                    printer_name="Form Printer",
                    order_id=UUID(int=9),
                    order_place=number - 1,
                    order_size=len(steps),
                    evidence=evidence,
                )
            )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURES)
