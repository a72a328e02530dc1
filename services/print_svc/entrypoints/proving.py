"""The seal-use ledger and public verification (R75-R77, promise 5)."""

from eventlet import tpool
from sqlalchemy.orm import Session

from chassis.calls import answer
from chassis.timers import every
from contracts.certificate_numbers import LONGEST as LONGEST_NUMBER
from contracts.certificate_types import load_certificate_types
from contracts.errors import Refused
from contracts.printing import (
    GetSealUseProof,
    ListSealUses,
    SealUseList,
    SealUseProof,
    Verification,
    VerifyCode,
    VerifyPdf,
)
from services.print_svc import queries, uses, verifying
from services.print_svc.domain.keys import key_id
from services.print_svc.domain.normalise import normalise_certificate_no
from services.print_svc.domain.statements import StatementError, read_statement
from services.print_svc.domain.verdicts import unknown_number, unreadable_code
from services.print_svc.entrypoints.base import PrintEntrypoints
from services.print_svc.ledger.heads import SignedHead, sign_head
from services.print_svc.ledger.proofs import make_proof
from services.print_svc.signing import verify_pdf

HEAD_SECONDS = 60
LONGEST_PROOF = 20_000
"""Rows; each is a hash of 67 bytes of JSON, or about 600 bytes when shown: 12 MB at the most, for
RabbitMQ 4 carries no message beyond 16 MiB."""


class Proving(PrintEntrypoints):
    @answer(ListSealUses)
    def list_seal_uses(self, request: ListSealUses) -> SealUseList:
        with self.db.reading() as session:
            return queries.list_uses(session, request)

    @answer(GetSealUseProof)
    def get_seal_use_proof(self, request: GetSealUseProof) -> SealUseProof:
        """As short as it can be; the rows of other enterprises appear as hashes only.

        Raise Refused for a certificate or serial without uses, and for a proof too long.
        """
        with self.db.transaction() as tx:
            start, head = self._heads_around(tx.session, request)
            after = _checked_start(start, head)
            rows = uses.rows_between(tx.session, after, head.tip.length)
        proof = tpool.execute(
            make_proof,
            rows,
            head,
            self.keys.statement.public_key(),
            enterprise_code=request.caller.enterprise_code,
            start=start,
        )
        return SealUseProof(proof=proof)

    @every(HEAD_SECONDS)
    def sign_ledger_head(self) -> None:
        """Once a minute."""
        with self.db.transaction() as tx:
            self._signed_head(tx.session)

    @answer(VerifyCode)
    def verify_code(self, request: VerifyCode) -> Verification:
        """`code` is a QR statement or a certificate number as somebody typed it."""
        try:
            claimed = read_statement(request.code, self.keys.statement_public)
        except StatementError:
            return self._by_number(request.code)
        with self.db.reading() as session:
            return verifying.judge_statement(session, claimed)

    @answer(VerifyPdf)
    def verify_pdf(self, request: VerifyPdf) -> Verification:
        pdf = self.objects.get(request.document)
        verdict = tpool.execute(verify_pdf, pdf, self.keys.document_roots)
        with self.db.reading() as session:
            return verifying.judge_pdf(session, verdict)

    def _by_number(self, typed: str) -> Verification:
        patterns = {t.id: t.number.regex for t in load_certificate_types().certificate_types}
        number = normalise_certificate_no(typed, patterns)
        if number.value is None:
            is_number = len(typed) <= LONGEST_NUMBER
            return verifying.said(unknown_number(typed) if is_number else unreadable_code())
        candidates = (number.value, *number.readings)
        with self.db.reading() as session:
            return verifying.judge_number(session, candidates)

    def _heads_around(
        self, session: Session, request: GetSealUseProof
    ) -> tuple[SignedHead | None, SignedHead]:
        """The last kept head before the uses asked for, and the first one after them.

        Under the key of today, for a proof brings along one key. All uses of an enterprise are
        those up to now, so that their last head is signed now.
        """
        key = key_id(self.keys.statement.public_key()).hex()
        all_uses = request.certificate_no is None and request.print_serial is None
        found = uses.first_and_last(session, request)
        if found is None and not all_uses:
            raise Refused("ledger.no_uses")
        kept = uses.head_at(session, found[1], key) if found and not all_uses else None
        head = kept or self._signed_head(session)
        first = found[0] if found else head.tip.length + 1
        return uses.head_before(session, first, key), head

    def _signed_head(self, session: Session) -> SignedHead:
        """Kept when rows came since the last one under this key that was."""
        head = sign_head(uses.current_tip(session), self.keys.statement, signed_at=self.now())
        if head.tip.length > uses.last_head_length(session, head.key_id):
            uses.keep_head(session, head)
        return head


def _checked_start(start: SignedHead | None, head: SignedHead) -> int:
    """The number of rows before the proof; raise Refused when too many follow."""
    after = start.tip.length if start else 0
    rows = head.tip.length - after
    if rows > LONGEST_PROOF:
        raise Refused("ledger.proof_too_long", {"rows": rows, "limit": LONGEST_PROOF})
    return after
