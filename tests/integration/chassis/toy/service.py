"""A service whose handler does what the event's name says, to one event or to a group."""

import os
from dataclasses import dataclass
from uuid import uuid4

import eventlet
from sqlalchemy import text

from chassis.calls import answer
from chassis.errors import Transient
from chassis.groups import subscribe_groups
from chassis.service import KeepsObjects
from chassis.settings import KeyRing, S3Settings, ServiceSettings
from chassis.subscriptions import subscribe
from chassis.transactions import Transaction
from contracts.authorization import CardChallenge, CloseSession, IssueCardChallenge
from contracts.base import Done
from contracts.customs import DeclarerFiled
from contracts.seals import SealDisabled


@dataclass(frozen=True, kw_only=True)
class ToySettings(ServiceSettings, S3Settings):
    upload_keys: KeyRing


PAUSES = {"slow": 0.05, "slower": 0.5}
"""Seconds, by the first word of the name."""


class ToyService(KeepsObjects):
    name = "toy"

    @answer(IssueCardChallenge)
    def issue_card_challenge(self, _tx: Transaction, _request: IssueCardChallenge) -> CardChallenge:
        raise Transient("the vault is away")

    @answer(CloseSession)
    def close_session(self, tx: Transaction, _request: CloseSession) -> Done:
        tx.session.execute(text("select count(*) from marks"))
        return Done()

    def _do(self, tx: Transaction, event: DeclarerFiled, suffix: str = "") -> None:
        self._fail(event.name, self._count_try(event.name))
        if event.name.startswith("stored"):
            self.objects.put(f"uploads/{uuid4()}", event.name.encode())
        tx.session.execute(text("insert into marks (name) values (:n)"), {"n": event.name + suffix})
        if event.name == "published":
            tx.publish(SealDisabled(enterprise_code=event.enterprise_code, seal_id=uuid4()))

    @staticmethod
    def _fail(name: str, tries: int) -> None:
        if name == "poison" or (name == "poison at first" and tries == 1):
            raise ValueError("cannot be handled")
        if name == "early" or (name == "early twice" and tries <= 2):
            raise Transient("somebody has not heard of it yet")
        eventlet.sleep(PAUSES.get(name.split(maxsplit=1)[0], 0))
        if name == "kills always" or (name == "kills once" and tries == 1):
            os._exit(9)

    def _count_try(self, name: str) -> int:
        with self.db.engine.begin() as connection:
            connection.execute(text("insert into tries (name) values (:n)"), {"n": name})
            count = text("select count(*) from tries where name = :n")
            return connection.execute(count, {"n": name}).scalar_one()


class OneByOne(ToyService):
    @subscribe(DeclarerFiled)
    def on_declarer_filed(self, tx: Transaction, event: DeclarerFiled) -> None:
        self._do(tx, event)


class InGroups(ToyService):
    @subscribe_groups(DeclarerFiled)
    def on_declarer_filed(self, tx: Transaction, events: list[DeclarerFiled]) -> None:
        for event in events:
            self._do(tx, event)


class BothWays(OneByOne):
    @subscribe_groups(DeclarerFiled)
    def on_declarers_filed(self, tx: Transaction, events: list[DeclarerFiled]) -> None:
        for event in events:
            self._do(tx, event, " in a group")


KINDS = {"one by one": OneByOne, "in groups": InGroups, "both ways": BothWays}
