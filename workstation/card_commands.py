"""The commands of the card: which one, what it signs. A PIN is asked for, never an argument."""

import argparse
import json
import sys
from pathlib import Path
from typing import Final

from contracts.card_statements import CardPurpose
from workstation import words
from workstation.card_choice import CardChoice
from workstation.card_client import CardLoginClient, CardRequestClient
from workstation.card_desk import CardDesk
from workstation.cards import NotToBeSigned, holder_of
from workstation.commands import add_state
from workstation.enrolment import Enrolment
from workstation.signing import sign_statement
from workstation.soft_cards import CountingCard
from workstation.terminal import Terminal
from workstation.token_cards import cards_in

_REFUSED: Final = 1
_NO_PIN: Final = 2
_WRONG_PIN: Final = 6


def add_sign(command: argparse.ArgumentParser) -> None:
    command.add_argument("--card", type=Path, metavar="CARD.p12", help="instead of the chosen one")
    command.add_argument("file", type=Path, metavar="STATEMENT")
    add_state(command)
    command.set_defaults(run=_sign)


def add_list(command: argparse.ArgumentParser) -> None:
    command.add_argument("--module", metavar="PKCS11.so")
    add_state(command)
    command.set_defaults(run=_list)


def add_use(command: argparse.ArgumentParser) -> None:
    kind = command.add_mutually_exclusive_group(required=True)
    kind.add_argument("--file", type=Path, metavar="CARD.p12")
    kind.add_argument("--module", metavar="PKCS11.so")
    command.add_argument("--certificate", metavar="FINGERPRINT", help="as `card list` shows it")
    add_state(command)
    command.set_defaults(run=_use)


def add_log_in(command: argparse.ArgumentParser) -> None:
    command.add_argument("code", metavar="CODE")
    command.add_argument("--gateway", metavar="URL", help="of a computer that is not paired yet")
    add_state(command)
    command.set_defaults(run=_log_in)


def add_requests(command: argparse.ArgumentParser) -> None:
    add_state(command)
    command.set_defaults(run=_requests)


def _sign(asked: argparse.Namespace) -> int:
    """The statement is shown before the PIN is asked for; nothing else is ever signed."""
    statement = asked.file.read_text(encoding="utf-8")
    card = CountingCard(asked.card) if asked.card else CardChoice.load(asked.state).card()
    terminal = Terminal()
    try:
        signed = sign_statement(card, statement, terminal, purposes=frozenset(CardPurpose))
    except NotToBeSigned as error:
        raise ValueError(f"{asked.file} is no card statement") from error
    if signed is None:
        terminal.tell(words.card("refused"))
        return _WRONG_PIN if terminal.asked_again else _NO_PIN
    sys.stdout.write(signed.signature + "\n")
    return 0


def _list(asked: argparse.Namespace) -> int:
    module = asked.module or CardChoice.load(asked.state).module
    cards = cards_in(module) if module else []
    shown = [holder_of(card.certificate_pem) for card in cards]
    listed = [
        {
            "certificate": who.fingerprint,
            "name": who.name,
            "enterprise": who.enterprise,
            "role": who.role,
            "valid_to": who.valid_to.isoformat(),
        }
        for who in shown
    ]
    sys.stdout.write(json.dumps(listed, ensure_ascii=False, indent=2) + "\n")
    return 0


def _use(asked: argparse.Namespace) -> int:
    """Kept only where there is such a card."""
    choice = CardChoice(
        file=str(asked.file.resolve()) if asked.file else None,
        module=asked.module,
        certificate=asked.certificate,
    )
    who = holder_of(choice.card().certificate_pem)
    choice.save(asked.state)
    sys.stdout.write(who.shown() + "\n")
    return 0


def _log_in(asked: argparse.Namespace) -> int:
    gateway = asked.gateway or Enrolment.load(asked.state).gateway
    with CardLoginClient(gateway) as client:
        return 0 if _desk(asked.state).log_in(client, asked.code) else _REFUSED


def _requests(asked: argparse.Namespace) -> int:
    desk = _desk(asked.state)
    with CardRequestClient(Enrolment.load(asked.state)) as client:
        if desk.answer_waiting(client) == 0:
            desk.asker.tell(words.card("none_waits"))
    return 0


def _desk(state: Path) -> CardDesk:
    return CardDesk(card=lambda: CardChoice.load(state).card(), asker=Terminal())
