"""异常申请原因: why a print went wrong, as a person says it (R84)."""

from typing import Final

from contracts.errors import Refused
from contracts.exceptions import ExceptionReason

REASONS: Final[tuple[ExceptionReason, ...]] = (
    ExceptionReason(code="paper_jam", zh="卡纸", en="Paper jam"),
    ExceptionReason(code="power_cut", zh="断电", en="Power cut"),
    ExceptionReason(code="printer_settings", zh="打印机设置错误", en="Wrong printer settings"),
    ExceptionReason(code="incomplete_print", zh="打印不完整", en="Incomplete print"),
    ExceptionReason(code="first_time_mistake", zh="初次操作失误", en="First-time mistake"),
    ExceptionReason(code="other", zh="其他", en="Other"),
)


def check_reason(code: str) -> None:
    """Raise Refused for a reason that is not in the list."""
    known = [reason.code for reason in REASONS]
    if code not in known:
        raise Refused("exception.unknown_reason", {"reason": code, "known": known})
