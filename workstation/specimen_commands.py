"""Specimen cards and their authority: made, and put on its list."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509

from workstation.card_issuer import (
    CardRole,
    Holder,
    SpecimenAuthority,
    days_from,
    specimen_credit_code,
    specimen_id_number,
)
from workstation.terminal import PIN_VARIABLE, given_pin


def add_issue(command: argparse.ArgumentParser) -> None:
    command.add_argument("--authority", type=Path, required=True, metavar="DIR")
    command.add_argument("--out", type=Path, required=True, metavar="CARD.p12")
    command.add_argument("--name", required=True)
    command.add_argument("--enterprise", required=True, metavar="ENGLISH-NAME")
    command.add_argument("--role", choices=[role.value for role in CardRole], required=True)
    command.add_argument("--credit-code")
    command.add_argument("--id-number")
    command.add_argument("--seed", type=int, default=1, help="of the numbers not given")
    command.add_argument("--days", type=int, default=365)
    command.set_defaults(run=_issue)


def add_revoke(command: argparse.ArgumentParser) -> None:
    command.add_argument("--authority", type=Path, required=True, metavar="DIR")
    command.add_argument("--card", type=Path, required=True, metavar="CARD.p12")
    command.set_defaults(run=_revoke)


def _issue(asked: argparse.Namespace) -> int:
    now = datetime.now(UTC)
    if not (asked.authority / "ca.key").exists():
        SpecimenAuthority.create(now=now).save(asked.authority)
        SpecimenAuthority.load(asked.authority).publish_list(asked.authority, now=now)
    holder = Holder(
        name=asked.name,
        enterprise_name=asked.enterprise,
        role=CardRole(asked.role),
        credit_code=asked.credit_code or specimen_credit_code(asked.seed),
        id_number=asked.id_number or specimen_id_number(asked.seed),
    )
    authority = SpecimenAuthority.load(asked.authority)
    authority.issue(holder, pin=_pin(), validity=days_from(now, asked.days)).save(asked.out)
    return 0


def _revoke(asked: argparse.Namespace) -> int:
    certificate = x509.load_pem_x509_certificate(asked.card.with_suffix(".pem").read_bytes())
    authority = SpecimenAuthority.load(asked.authority)
    authority.publish_list(asked.authority, now=datetime.now(UTC), revoke=certificate)
    return 0


def _pin() -> str:
    pin = given_pin()
    if pin is None:
        raise ValueError(f"a PIN is needed, on standard input or in {PIN_VARIABLE}")
    return pin
