"""Remembered replies: the same command under the same key gets the first reply again."""

import hashlib
import json
from typing import Any, TypeVar

from pydantic import SecretStr
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from chassis.tables import idempotent_replies
from contracts.base import Command, Reply
from contracts.errors import Refused
from contracts.values import SealedText

_SECRETS = (SecretStr, SealedText)

ReplyT = TypeVar("ReplyT", bound=Reply)


def claim(session: Session, command: Command[ReplyT]) -> ReplyT | None:
    """The first reply to this key, if there is one; the caller is the first otherwise.

    A second caller with the same key waits here until the first has committed.
    Raise Refused("idempotency.key_reused") when the key came with another content.
    """
    if command.idempotency_key is None:
        return None
    row = _key(command) | {"request_sha256": _digest(command)}
    taken = upsert(idempotent_replies).values(row).on_conflict_do_nothing()
    if session.execute(taken.returning(idempotent_replies.c.key)).first() is not None:
        return None
    return find(session, command)


def find(session: Session, command: Command[ReplyT]) -> ReplyT | None:
    """The reply that was committed for this key; Refused as by `claim`."""
    if command.idempotency_key is None:
        return None
    kept = select(idempotent_replies.c.request_sha256, idempotent_replies.c.reply)
    found = session.execute(kept.filter_by(**_key(command))).first()
    if found is None:
        return None
    if found.request_sha256 != _digest(command):
        raise Refused("idempotency.key_reused")
    return command.reply_type().from_wire(found.reply)


def remember(session: Session, command: Command[ReplyT], reply: ReplyT) -> None:
    """Keep the reply for the next call with the same key."""
    if command.idempotency_key is not None:
        kept = update(idempotent_replies).filter_by(**_key(command))
        session.execute(kept.values(reply=reply.to_wire()))


def _key(command: Command[ReplyT]) -> dict[str, str]:
    caller = f"{command.caller.enterprise_code}/{command.caller.operator_id}"
    return {
        "operation": command.rpc_name(),
        "caller": caller,
        "key": command.idempotency_key or "",
    }


def _digest(command: Command[ReplyT]) -> str:
    """Of what was asked, without its secrets: a fast hash must not hold a password.

    And one that is sealed looks different each time.
    """
    fields: dict[str, Any] = command.to_wire()
    secret = {name for name in fields if isinstance(getattr(command, name), _SECRETS)}
    fields = {name: value for name, value in fields.items() if name not in secret | {"caller"}}
    return hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()
