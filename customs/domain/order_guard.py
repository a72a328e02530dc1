"""An approval that comes before the receipt of the enterprise's authorization (R36, R43)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from contracts.cautions import Caution, caution
from contracts.china_time import CHINA_TIME
from contracts.sentences import Sentence
from customs.domain.applications import Application, State
from customs.domain.authorizations import Authorization

AUTHORIZATION_WAITING: Final = "customs.authorization_waiting"
AUTHORIZATION_MISSING: Final = "customs.authorization_missing"
_ADVICE: Final = {
    "advice_zh": "请在回执之后审批；已经审批的，请退回后重新审批",
    "advice_en": "approve after the receipt; send back what is approved already and approve it "
    "anew",
    "rule": "R36",
}
_SENTENCES: Final = {
    AUTHORIZATION_WAITING: Sentence(
        zh="该企业的印章签名授权正在办理，回执时间为 {due}；在此之前审批的证书可能不能自助打印",
        en="An authorization of this enterprise is waiting for its receipt at {due}; what is "
        "approved before it may not be self-printed",
        **_ADVICE,
    ),
    AUTHORIZATION_MISSING: Sentence(
        zh="该企业没有已接收的印章签名授权；现在审批的证书不能自助打印",
        en="No seal and signature of this enterprise are authorized; what is approved now cannot "
        "be self-printed",
        **_ADVICE,
    ),
}


def cautions_of(
    application: Application, authorizations: Iterable[Authorization], *, at: datetime
) -> tuple[Caution, ...]:
    """For an approval at that moment; an archived certificate is not approved again."""
    if application.state is State.ARCHIVED:
        return ()
    known = tuple(authorizations)
    numbers = (application.certificate_no,)
    waiting = [each.receipt_due_at for each in known if each.receipt_due_at >= at]
    if waiting:
        due = f"{max(waiting).astimezone(CHINA_TIME):%Y-%m-%d %H:%M:%S}"
        return (_caution(AUTHORIZATION_WAITING, numbers, due=due),)
    if not any(each.accepted for each in known):
        return (_caution(AUTHORIZATION_MISSING, numbers),)
    return ()


def _caution(code: str, numbers: tuple[str, ...], **details: str) -> Caution:
    return caution(code, _SENTENCES[code], numbers, **details)
