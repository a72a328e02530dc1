"""Exception applications as callers see them."""

from collections.abc import Sequence

from contracts.exceptions import ExceptionView
from services.exception_svc.domain.exceptions import Application


def exception_view(application: Application, device_reasons: Sequence[str]) -> ExceptionView:
    """`device_reasons` are those of the original that it voided."""
    return ExceptionView(
        exception_id=application.exception_id,
        certificate_no=application.certificate_no,
        enterprise_code=application.enterprise_code,
        reason=application.reason,
        operation=application.operation,
        note=application.note,
        device_reasons=tuple(device_reasons),
        state=application.state.value,
        count=application.count,
        filed_at=application.filed_at,
    )
