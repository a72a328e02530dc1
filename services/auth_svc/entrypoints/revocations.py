"""Revocation lists as they come in; what a revoked card had opened is over at once (R4)."""

from collections.abc import Sequence

import structlog
from cryptography import x509
from cryptography.hazmat.primitives import hashes

from chassis.auditing import Person
from chassis.database import Session
from chassis.service import Service
from chassis.timers import every
from chassis.transactions import Transaction
from services.auth_svc.authorities import load_authorities
from services.auth_svc.domain.revocations import RevocationList, UnfitListError, is_newer
from services.auth_svc.domain.sessions import CARD_MEDIUM
from services.auth_svc.entrypoints import views
from services.auth_svc.metrics import LIST_ENDS
from services.auth_svc.revocations import FETCH_FAILED, checked, fetch, parsed
from services.auth_svc.storage import cards, operators, revocation_lists, sessions

log = structlog.get_logger()

FETCH_SECONDS = 5.0


class Revocations(Service):
    @every(FETCH_SECONDS, outside_transaction=True, at_once=True)
    def take_revocation_lists(self) -> None:
        """A list that cannot be had, or is none, leaves the one that is here."""
        authorities = load_authorities(self.settings)
        for url in self.settings.card_revocation_lists.split():
            try:
                fetched = checked(fetch(url), authorities, now=self.now())
            except (UnfitListError, *FETCH_FAILED) as error:
                log.warning("revocation_list_not_taken", url=url, reason=str(error))
                continue
            with self.db.reading() as session:
                is_news = _is_news(session, fetched)
            if is_news:
                serials = parsed(fetched.content)
                with self.db.transaction() as tx:
                    self._take(tx, fetched, serials)
        self._measure(authorities)

    def _measure(self, authorities: Sequence[x509.Certificate]) -> None:
        """Of an authority that is trusted no more nothing is said."""
        with self.db.reading() as session:
            ends = revocation_lists.ends(session)
        LIST_ENDS.clear()
        for fingerprint in (one.fingerprint(hashes.SHA256()).hex() for one in authorities):
            end = ends.get(fingerprint)
            LIST_ENDS.labels(fingerprint).set(end.timestamp() if end else 0)

    def _take(self, tx: Transaction, fetched: RevocationList, serials: frozenset[str]) -> None:
        """`serials` are those on it.

        Whoever shows a card meanwhile has done so before, or is refused by this list.
        """
        now = self.now()
        revocation_lists.hold_all(tx.session)
        if not _is_news(tx.session, fetched):
            return
        revocation_lists.put(tx.session, fetched)
        authority = fetched.authority_fingerprint
        revoked = cards.revoke(tx.session, authority, serials, now=now)
        sessions.delete_of_cards(tx.session, [card.fingerprint for card in revoked])
        for card in revoked:
            code = operators.enterprise_of(tx.session, card.operator_id)
            media = (CARD_MEDIUM[card.role],)
            tx.publish(views.sessions_ended(code, card.operator_id, media, now=now))
            person = Person(enterprise_code=code, operator_id=card.operator_id)
            tx.happened("card.revoked", person, card_serial=card.serial_number)
        log.info("revocation_list_taken", authority=authority, revoked=len(revoked))


def _is_news(session: Session, fetched: RevocationList) -> bool:
    return is_newer(fetched, revocation_lists.number_of(session, fetched.authority_fingerprint))
