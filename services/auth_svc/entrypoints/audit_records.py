"""操作日志: what every service says of its actions is appended, and shown to the legal person."""

from collections.abc import Sequence
from typing import Any, Final

import structlog
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from chassis.assertions import key_id
from chassis.calls import answer
from chassis.database import Session
from chassis.groups import subscribe_groups
from chassis.service import Service
from chassis.transactions import Transaction
from contracts.audit import (
    SERVICE,
    AuditRecord,
    AuditRecordList,
    AuthActionRecorded,
    CertificateActionRecorded,
    ExceptionActionRecorded,
    ListAuditRecords,
    PrintActionRecorded,
    SealActionRecorded,
    WebhookActionRecorded,
)
from contracts.audited import WORDS
from contracts.errors import ERRORS
from contracts.recorded import DONE, ActionRecorded
from contracts.sentences import Sentence
from contracts.values import LoginMedium
from services.auth_svc.domain.audit_records import AuditRow, head_at, row_after, signed, told_of
from services.auth_svc.domain.cards import LEGAL_PERSON, OPERATOR
from services.auth_svc.storage import audit_records

log = structlog.get_logger()

_DONE: Final = Sentence(zh="成功", en="done")
_ROLES: Final = {
    LoginMedium.LEGAL_PERSON_CARD: LEGAL_PERSON,
    LoginMedium.OPERATOR_CARD: OPERATOR,
}


class AuditRecords(Service):
    @answer(ListAuditRecords)
    def list_audit_records(self, session: Session, request: ListAuditRecords) -> AuditRecordList:
        rows, next_cursor = audit_records.page(session, request)
        return AuditRecordList(records=tuple(map(record_view, rows)), next_cursor=next_cursor)

    @subscribe_groups(AuthActionRecorded)
    def on_auth_actions(self, tx: Transaction, events: Sequence[ActionRecorded]) -> None:
        self._append(tx, events)

    @subscribe_groups(SealActionRecorded)
    def on_seal_actions(self, tx: Transaction, events: Sequence[ActionRecorded]) -> None:
        self._append(tx, events)

    @subscribe_groups(CertificateActionRecorded)
    def on_certificate_actions(self, tx: Transaction, events: Sequence[ActionRecorded]) -> None:
        self._append(tx, events)

    @subscribe_groups(PrintActionRecorded)
    def on_print_actions(self, tx: Transaction, events: Sequence[ActionRecorded]) -> None:
        self._append(tx, events)

    @subscribe_groups(ExceptionActionRecorded)
    def on_exception_actions(self, tx: Transaction, events: Sequence[ActionRecorded]) -> None:
        self._append(tx, events)

    @subscribe_groups(WebhookActionRecorded)
    def on_webhook_actions(self, tx: Transaction, events: Sequence[ActionRecorded]) -> None:
        self._append(tx, events)

    def _append(self, tx: Transaction, events: Sequence[ActionRecorded]) -> None:
        """In the order of the enterprises, so that two groups never wait in a circle."""
        for code in sorted({event.enterprise_code for event in events}):
            self._append_to(tx, code, [each for each in events if each.enterprise_code == code])

    def _append_to(self, tx: Transaction, code: str, events: Sequence[ActionRecorded]) -> None:
        """The head goes to the log too, where nobody who changes the database reaches it."""
        head, rows = audit_records.hold_head(tx.session, code), []
        for event in events:
            row = row_after(head, self._told(tx.session, event))
            head = head_at(row)
            rows.append(row)
        audit_records.append(tx.session, rows)
        key = Ed25519PrivateKey.from_private_bytes(self.settings.signing_key)
        head = signed(head, key, key_id(SERVICE, key.public_key()))
        audit_records.put_head(tx.session, head)
        log.info(
            "audit_trail_grew", enterprise_code=code, length=head.length, row_hash=head.row_hash
        )

    def _told(self, session: Session, event: ActionRecorded) -> dict[str, Any]:
        name = card = None
        if event.operator_id is not None:
            name = audit_records.name_of(session, event.operator_id)
        if event.operator_id is not None and event.medium in _ROLES:
            role = _ROLES[event.medium]
            card = audit_records.card_of(session, event.operator_id, role, event.at)
        return told_of(event, operator_name=name, card_serial=card)


def record_view(row: AuditRow) -> AuditRecord:
    action, outcome = row.told["action"], row.told["outcome"]
    zh, en = WORDS.get(action, (action, action))
    said = _DONE if outcome == DONE else ERRORS.get(outcome, Sentence(zh=outcome, en=outcome))
    return AuditRecord(
        **{
            **row.told,
            "position": row.position,
            "action_zh": zh,
            "action_en": en,
            "outcome_zh": said.filled({}).zh,
            "outcome_en": said.title or said.filled({}).en,
            "previous": row.previous,
            "row_hash": row.row_hash,
        }
    )
