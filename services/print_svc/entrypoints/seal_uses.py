"""The seal-use ledger: listed, proven, its head signed at a start and each minute (promise 5)."""

from eventlet import tpool

from chassis.calls import answer
from chassis.database import Session
from chassis.timers import every
from chassis.transactions import Transaction
from contracts.errors import Refused
from contracts.seal_uses import GetSealUseProof, ListSealUses, SealUseList, SealUseProof
from services.print_svc.domain.keys import key_id
from services.print_svc.domain.seal_uses import check_proof_length
from services.print_svc.entrypoints.base import PrintEntrypoints
from services.print_svc.entrypoints.views import seal_use_view
from services.print_svc.ledger.heads import SignedHead, sign_head
from services.print_svc.ledger.proofs import make_proof
from services.print_svc.storage import ledger_heads, seal_uses

HEAD_SECONDS = 60


class SealUses(PrintEntrypoints):
    @answer(ListSealUses)
    def list_seal_uses(self, session: Session, request: ListSealUses) -> SealUseList:
        rows, next_cursor = seal_uses.page(session, request)
        return SealUseList(uses=tuple(map(seal_use_view, rows)), next_cursor=next_cursor)

    @answer(GetSealUseProof, outside_transaction=True)
    def get_seal_use_proof(self, request: GetSealUseProof) -> SealUseProof:
        """As short as it can be; the rows of other enterprises appear as hashes only.

        Raise Refused for a certificate or serial without uses, and for a proof too long.
        """
        with self.db.transaction() as tx:
            start, head = self._heads_around(tx.session, request)
            after = start.tip.length if start else 0
            check_proof_length(head.tip.length - after)
            rows = seal_uses.rows_between(tx.session, after, head.tip.length)
        proof = tpool.execute(
            make_proof,
            rows,
            head,
            self.keys.statement.public_key(),
            enterprise_code=request.caller.enterprise_code,
            start=start,
        )
        with self.db.transaction() as tx:
            return self.db.answered(tx, SealUseProof(proof=proof))

    @every(HEAD_SECONDS, at_once=True)
    def sign_ledger_head(self, tx: Transaction) -> None:
        self._signed_head(tx.session)

    def _heads_around(
        self, session: Session, request: GetSealUseProof
    ) -> tuple[SignedHead | None, SignedHead]:
        """The last kept head before the uses asked for, and the first one after them.

        Under the key of today, for a proof brings along one key. All uses of an enterprise are
        those up to now, so that their last head is signed now.
        """
        key = key_id(self.keys.statement.public_key()).hex()
        all_uses = request.certificate_no is None and request.print_serial is None
        found = seal_uses.first_and_last(session, request)
        if found is None and not all_uses:
            raise Refused("ledger.no_uses")
        kept = ledger_heads.first_at(session, found[1], key) if found and not all_uses else None
        head = kept or self._signed_head(session)
        first = found[0] if found else head.tip.length + 1
        return ledger_heads.last_before(session, first, key), head

    def _signed_head(self, session: Session) -> SignedHead:
        """Kept when rows came since the last one under this key that was."""
        tip = seal_uses.current_tip(session)
        head = sign_head(tip, self.keys.statement, signed_at=self.now())
        if head.tip.length > ledger_heads.greatest_length(session, head.key_id):
            ledger_heads.keep(session, head)
        return head
