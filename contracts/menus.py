"""The menus of the real system, and the right that opens each (R5, R109)."""

from dataclasses import dataclass
from typing import Final

from contracts.permissions import may_call
from contracts.values import Caller, Value


class Menu(Value):
    """`group_*` is the menu above it, where there is one."""

    code: str
    zh: str
    en: str
    group_zh: str | None = None
    group_en: str | None = None


@dataclass(frozen=True, slots=True)
class _Entry:
    """`operation` as in `contracts.permissions`; None for what anybody may read."""

    menu: Menu
    operation: str | None


_SEALS: Final = {"group_zh": "印章管理", "group_en": "Seals"}
_AUTHORIZATION: Final = {"group_zh": "授权管理", "group_en": "Authorization"}

_ENTRIES: Final = (
    _Entry(Menu(code="help", zh="使用说明", en="Instructions"), None),
    _Entry(
        Menu(code="seals", zh="印章制作", en="Make a seal", **_SEALS),
        "seal_svc.make_seal",
    ),
    _Entry(
        Menu(code="signatures", zh="签名制作", en="Make a signature", **_SEALS),
        "seal_svc.make_signature",
    ),
    _Entry(
        Menu(code="authorization", zh="印章签名授权", en="Seal and signature", **_AUTHORIZATION),
        "auth_svc.request_authorization",
    ),
    _Entry(
        Menu(code="agents", zh="代理打印授权", en="Agent printing", **_AUTHORIZATION),
        "auth_svc.grant_agent",
    ),
    _Entry(
        Menu(code="printing", zh="证书打印", en="Print certificates"),
        "print_svc.issue_print_jobs",
    ),
    _Entry(
        Menu(code="exceptions", zh="打印异常申请", en="Exception applications"),
        "exception_svc.file_exception",
    ),
    _Entry(
        Menu(code="downloads", zh="证书下载", en="Download certificates"),
        "print_svc.make_download",
    ),
    _Entry(Menu(code="releases", zh="版本说明", en="Release notes"), None),
    _Entry(
        Menu(code="people", zh="管理员账号信息管理", en="People"),
        "auth_svc.add_operator",
    ),
)


def menus_for(caller: Caller) -> tuple[Menu, ...]:
    """In the order of R109; 管理员账号信息管理 stands behind the company's name (R20)."""
    return tuple(
        entry.menu
        for entry in _ENTRIES
        if entry.operation is None or may_call(entry.operation, caller)
    )
