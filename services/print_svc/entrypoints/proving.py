"""The seal-use ledger and public verification (R75-R77, promise 5)."""

from eventlet import tpool
from sqlalchemy.orm import Session

from chassis.calls import answer
from chassis.timers import every
from contracts.certificate_numbers import LONGEST as LONGEST_NUMBER
from contracts.certificate_types import load_certificate_types
from contracts.printing import (
    GetSealUseProof,
    ListSealUses,
    SealUseList,
    SealUseProof,
    Verification,
    VerifyCode,
    VerifyPdf,
)
from services.print_svc import uses, verifying
from services.print_svc.domain.normalise import normalise_certificate_no
from services.print_svc.domain.statements import StatementError, read_statement
from services.print_svc.domain.verdicts import unknown_number, unreadable_code
from services.print_svc.entrypoints.base import PrintEntrypoints
from services.print_svc.ledger.heads import SignedHead, sign_head
from services.print_svc.ledger.proofs import make_proof
from services.print_svc.signing import verify_pdf

HEAD_SECONDS = 60


class Proving(PrintEntrypoints):
    @answer(ListSealUses)
    def list_seal_uses(self, request: ListSealUses) -> SealUseList:
        with self.db.reading() as session:
            found = uses.of_enterprise(
                session, request.caller.enterprise_code, request.certificate_no
            )
        return SealUseList(uses=tuple(found))

    @answer(GetSealUseProof)
    def get_seal_use_proof(self, request: GetSealUseProof) -> SealUseProof:
        """Under a head signed now; the rows of other enterprises appear as hashes only."""
        with self.db.transaction() as tx:
            head = self._signed_head(tx.session)
            rows = uses.rows_up_to(tx.session, head.tip.length)
        proof = tpool.execute(
            make_proof,
            rows,
            head,
            self.keys.statement.public_key(),
            enterprise_code=request.caller.enterprise_code,
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

    def _signed_head(self, session: Session) -> SignedHead:
        """Kept when rows came since the last one that was."""
        head = sign_head(uses.current_tip(session), self.keys.statement, signed_at=self.now())
        if head.tip.length > uses.last_head_length(session):
            uses.keep_head(session, head)
        return head
