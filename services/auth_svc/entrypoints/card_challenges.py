"""Nonces for cards to sign; answered by `open_card_session`."""

import secrets
from datetime import timedelta
from uuid import uuid4

from chassis.calls import answer
from chassis.service import Service
from chassis.transactions import Transaction
from contracts.authorization import CardChallenge as CardChallengeView
from contracts.authorization import IssueCardChallenge
from services.auth_svc.domain.card_challenges import CardChallenge
from services.auth_svc.entrypoints import views
from services.auth_svc.storage import card_challenges

NONCE_BYTES = 32


class CardChallenges(Service):
    @answer(IssueCardChallenge)
    def issue_card_challenge(
        self, tx: Transaction, _request: IssueCardChallenge
    ) -> CardChallengeView:
        challenge = CardChallenge(
            id=uuid4(),
            nonce=secrets.token_bytes(NONCE_BYTES),
            expires_at=self.now() + timedelta(seconds=self.settings.challenge_seconds),
        )
        card_challenges.add(tx.session, challenge)
        return views.card_challenge_view(challenge)
