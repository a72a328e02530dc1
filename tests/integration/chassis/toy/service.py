"""A service whose handler does what the event's name says."""

import os
from uuid import uuid4

from sqlalchemy import text

from chassis.calls import answer
from chassis.errors import Transient
from chassis.service import Service
from chassis.subscriptions import subscribe
from contracts.authorization import CardChallenge, IssueCardChallenge
from contracts.customs import DeclarerFiled
from contracts.seals import SealDisabled


class ToyService(Service):
    name = os.environ.get("TOY_NAME", "toy")

    @subscribe(DeclarerFiled)
    def on_declarer_filed(self, event: DeclarerFiled) -> None:
        tries = self._count_try(event.name)
        if event.name == "poison" or (event.name == "poison at first" and tries == 1):
            raise ValueError("cannot be handled")
        if event.name == "away" or (event.name == "away twice" and tries <= 2):
            raise Transient("something is away")
        if event.name == "kills once" and tries == 1:
            os._exit(9)
        with self.db.transaction() as tx:
            if tx.already_handled():
                return
            tx.session.execute(text("insert into marks (name) values (:n)"), {"n": event.name})
            if event.name == "published":
                tx.publish(SealDisabled(enterprise_code=event.enterprise_code, seal_id=uuid4()))

    @answer(IssueCardChallenge)
    def issue_card_challenge(self, _request: IssueCardChallenge) -> CardChallenge:
        raise Transient("the vault is away")

    def _count_try(self, name: str) -> int:
        with self.db.engine.begin() as connection:
            connection.execute(text("insert into tries (name) values (:n)"), {"n": name})
            count = text("select count(*) from tries where name = :n")
            return connection.execute(count, {"n": name}).scalar_one()


SERVICE = ToyService
