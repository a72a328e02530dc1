"""What follows when a card is shown, at a login or to be bound (R4)."""

from datetime import datetime

from chassis.auditing import Person
from chassis.transactions import Transaction
from services.auth_svc.domain.cards import Card
from services.auth_svc.domain.known_cards import known, replaced_by
from services.auth_svc.domain.operators import Operator
from services.auth_svc.domain.revocations import check_not_revoked
from services.auth_svc.domain.sessions import CARD_MEDIUM
from services.auth_svc.entrypoints import views
from services.auth_svc.storage import cards, revocation_lists, sessions


def note_shown(tx: Transaction, card: Card, operator: Operator, *, now: datetime) -> None:
    """It counts from now on; what the cards it replaces opened is over. Refused for a void one.

    The person is held.
    """
    lists = revocation_lists.hold(tx.session, [each.fingerprint for each in card.issuers])
    check_not_revoked(card, lists, now=now)
    replaced = replaced_by(card, cards.of_operator(tx.session, operator.id))
    cards.put(tx.session, known(card, operator.id))
    if not replaced:
        return
    cards.put_replaced(tx.session, replaced, now=now)
    sessions.delete_of_cards(tx.session, [one.fingerprint for one in replaced])
    media = (CARD_MEDIUM[card.role],)
    person = Person(enterprise_code=operator.enterprise_code, operator_id=operator.id)
    for one in replaced:
        tx.happened("card.replaced", person, card_serial=one.serial_number)
    tx.publish(views.sessions_ended(operator.enterprise_code, operator.id, media, now=now))
