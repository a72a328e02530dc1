"""What plays the exporter's surroundings at `make run`, over HTTP: people, card, printer's tray.

The gateway passes `/specimen` on to it. Everything here is a specimen; nothing of it exists in
production.
"""

import io
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Annotated

import pypdfium2
import uvicorn
from fastapi import FastAPI, HTTPException, Query, Response
from pydantic import BaseModel, Field

from contracts.sentences import Sentence
from contracts.values import Secret
from deploy.local.card_person import AtCard
from deploy.local.printer import Fault, LocalPrinter
from deploy.local.server import LOOPBACK

POINTS_OF_AN_INCH = 72
FAULT_SECONDS = 600.0
"""A jam stays until somebody clears it."""
SHORT_FAULTS = {Fault.SLOW: 5.0}
KEPT_PAGES = 64
PATIENCE_SECONDS = 10.0
_ONE_AT_A_TIME = threading.Lock()
"""PDFium is not made for threads, and routes run in several."""


class Login(BaseModel):
    """`pin` with a card, `user_name` and `password` without."""

    role: str
    user_name: str | None = None
    password: str | None = None
    pin: str | None = None


class SpecimenPerson(BaseModel):
    """Somebody who can be played; the identity number is nobody's."""

    name: str
    enterprise_name: str
    enterprise_code: str
    id_number: str
    logins: tuple[Login, ...]


class PrintedDocument(BaseModel):
    """A document as it came to the printer, aborted jobs included."""

    name: str
    received_at: datetime
    pages: int


class Tray(BaseModel):
    """Newest first; `planned` is the fault that the next job meets, `acting` the one it has met."""

    documents: tuple[PrintedDocument, ...]
    faults: tuple[Fault, ...] = tuple(Fault)
    planned: Fault | None
    acting: Fault | None


class PlannedFault(BaseModel):
    fault: Fault


class Told(BaseModel):
    zh: str
    en: str

    @classmethod
    def of(cls, sentence: Sentence | None) -> "Told | None":
        return cls(zh=sentence.whole_zh, en=sentence.whole_en) if sentence else None


class CardQuestion(BaseModel):
    """`trouble`: of the PIN that was entered before."""

    statement: str
    asked_by: str
    trouble: Told | None


class CardView(BaseModel):
    """What the card is asked to sign now, and what was last said about it."""

    question: CardQuestion | None
    said: Told | None


class EnteredCode(BaseModel):
    code: str = Field(max_length=40)


class EnteredPin(BaseModel):
    """None: it is not to be signed."""

    pin: Secret | None


def make_app(printer: LocalPrinter, people: Sequence[SpecimenPerson], at_card: AtCard) -> FastAPI:
    app = FastAPI(title="OriginPrint specimen surroundings")
    _add_printer(app, printer)
    _add_card(app, at_card)

    @app.get("/people")
    def list_people() -> tuple[SpecimenPerson, ...]:
        return tuple(people)

    return app


def _add_printer(app: FastAPI, printer: LocalPrinter) -> None:
    @app.get("/printer")
    def get_tray() -> Tray:
        return Tray(
            documents=tuple(map(_document, reversed(printer.received()))),
            planned=printer.planned(),
            acting=printer.acting(),
        )

    @app.post("/printer/faults", status_code=204)
    def plan_fault(body: PlannedFault) -> None:
        seconds = SHORT_FAULTS.get(body.fault, FAULT_SECONDS)
        printer.fail_next_job(body.fault, seconds=seconds)

    @app.post("/printer/repair", status_code=204)
    def repair() -> None:
        printer.repair()

    @app.get("/printer/documents/{name}/{page}.png")
    def show_page(name: str, page: int, dpi: Annotated[int, Query(ge=20, le=200)] = 50) -> Response:
        found = next((each for each in printer.received() if each.name == name), None)
        if found is None or not 1 <= page <= _pages(found):
            raise HTTPException(404)
        return Response(
            _picture(found, page, dpi),
            media_type="image/png",
            headers={"Cache-Control": "private, max-age=3600"},
        )


def _add_card(app: FastAPI, at_card: AtCard) -> None:
    @app.get("/card")
    def show_card() -> CardView:
        asked = at_card.asker.question
        question = asked and CardQuestion(
            statement=asked.statement, asked_by=asked.asked_by, trouble=Told.of(asked.trouble)
        )
        return CardView(question=question, said=Told.of(at_card.asker.said))

    @app.post("/card/code", status_code=204)
    def enter_code(body: EnteredCode) -> None:
        at_card.codes.put(body.code)

    @app.post("/card/pin", status_code=204)
    def enter_pin(body: EnteredPin) -> None:
        at_card.asker.answers.put(body.pin.get_secret_value() if body.pin else None)


@contextmanager
def specimen_desk(
    printer: LocalPrinter, people: Sequence[SpecimenPerson], at_card: AtCard, port: int
) -> Iterator[None]:
    """Serve it on loopback from a thread until the end."""
    config = uvicorn.Config(make_app(printer, people, at_card), LOOPBACK, port, log_level="warning")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, name="specimen-desk", daemon=True)
    thread.start()
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.01)
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(PATIENCE_SECONDS)


def _document(file: Path) -> PrintedDocument:
    received = datetime.fromtimestamp(file.stat().st_mtime, UTC)
    return PrintedDocument(name=file.name, received_at=received, pages=_pages(file))


@lru_cache(maxsize=1_000)
def _pages(file: Path) -> int:
    with _opened(file) as pdf:
        return len(pdf)


@lru_cache(maxsize=KEPT_PAGES)
def _picture(file: Path, page: int, dpi: int) -> bytes:
    with _opened(file) as pdf:
        image = pdf[page - 1].render(scale=dpi / POINTS_OF_AN_INCH).to_pil()
    written = io.BytesIO()
    image.save(written, "PNG")
    return written.getvalue()


@contextmanager
def _opened(file: Path) -> Iterator[pypdfium2.PdfDocument]:
    with _ONE_AT_A_TIME:
        pdf = pypdfium2.PdfDocument(file)
        try:
            yield pdf
        finally:
            pdf.close()
