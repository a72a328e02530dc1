"""A service whose handler does what the event's name says, to one event or to a group."""

import os
from uuid import uuid4

import eventlet
from sqlalchemy import text

from chassis.calls import answer
from chassis.errors import Transient
from chassis.groups import subscribe_groups
from chassis.service import Service
from chassis.subscriptions import subscribe
from chassis.transactions import Transaction
from contracts.authorization import CardChallenge, IssueCardChallenge
from contracts.customs import DeclarerFiled
from contracts.seals import SealDisabled


class ToyService(Service):
    name = os.environ.get("TOY_NAME", "toy")

    @answer(IssueCardChallenge)
    def issue_card_challenge(self, _tx: Transaction, _request: IssueCardChallenge) -> CardChallenge:
        raise Transient("the vault is away")

    def _do(self, tx: Transaction, event: DeclarerFiled) -> None:
        tries = self._count_try(event.name)
        if event.name == "poison" or (event.name == "poison at first" and tries == 1):
            raise ValueError("cannot be handled")
        if event.name == "away" or (event.name == "away twice" and tries <= 2):
            raise Transient("something is away")
        if event.name == "kills once" and tries == 1:
            os._exit(9)
        if event.name == "takes a while":
            eventlet.sleep(0.5)
        if event.name == "kills later when alone" and tries == 2:
            eventlet.sleep(1)
            os._exit(9)
        tx.session.execute(text("insert into marks (name) values (:n)"), {"n": event.name})
        if event.name == "published":
            tx.publish(SealDisabled(enterprise_code=event.enterprise_code, seal_id=uuid4()))

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


SERVICE = {"one by one": OneByOne, "in groups": InGroups}[
    os.environ.get("TOY_HANDLES", "in groups")
]
