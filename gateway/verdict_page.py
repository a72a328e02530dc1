"""The page that somebody sees who scans the QR code of a sheet with a telephone."""

import base64
import hashlib
from html import escape
from typing import Final

from contracts.verification import Verification, VerificationVerdict

STYLE: Final = """
body{margin:0;font:16px/1.5 system-ui,"Noto Sans SC",sans-serif;background:#f4f5f7;color:#1d2330}
main{max-width:34rem;margin:8vh auto;background:#fff;border-radius:12px;overflow:hidden;
box-shadow:0 2px 16px #0002}
h1{margin:0;padding:1.2rem 1.5rem;color:#fff;font-size:1.5rem}
h1 small{display:block;font-size:1rem;font-weight:400}
.good h1{background:#19753c}.wait h1{background:#8a5a00}.bad h1{background:#a3202c}
.none h1{background:#4a5264}
p,dl{margin:1.2rem 1.5rem}dl{display:grid;grid-template-columns:max-content 1fr;gap:.3rem 1.2rem}
dt{color:#5d6678}dd{margin:0;font-weight:600;overflow-wrap:anywhere}footer{padding:0 1.5rem 1.2rem;
color:#5d6678;font-size:.85rem}
form{margin:1.2rem 1.5rem;display:flex;flex-wrap:wrap;gap:.6rem}label{flex:1 0 100%}
input,button{font:inherit;padding:.4rem .7rem;border:1px solid #5d6678;border-radius:6px}
input{flex:1;min-width:10rem}button{background:#1d2330;color:#fff}
"""
POLICY: Final = (
    "default-src 'none'; form-action 'self'; frame-ancestors 'none'; style-src 'sha256-"
    + base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    + "'"
)
HEADINGS: Final[dict[VerificationVerdict, tuple[str, str, str]]] = {
    "valid": ("good", "有效", "Valid"),
    "not_archived": ("wait", "尚未归档", "Not archived yet"),
    "replaced": ("bad", "已被取代", "Replaced"),
    "voided": ("bad", "已作废", "Void"),
    "not_valid": ("bad", "未通过核对", "Not confirmed"),
    "unknown_number": ("bad", "没有此编号", "No such number"),
    "altered": ("bad", "不是本系统的原件", "Not ours, or altered"),
}
AWAY: Final = ("none", "暂时无法核查", "Cannot be checked now")
AWAY_SENTENCES: Final = (
    "核查服务暂时不可用，这不代表证书无效，请稍后再试。",
    "The service is away. This says nothing about the certificate; try again later.",
)
FACTS: Final = (
    ("certificate_no", "证书编号 Certificate No."),
    ("exporter", "出口商 Exporter"),
    ("issue_date", "签发日期 Issue date"),
    ("part", "正副本 Part"),
    ("print_serial", "打印序号 Print serial"),
    ("replaced_by", "取代者 Replaced by"),
    ("replaced_by_certificate", "新证书编号 New certificate No."),
)


SERIAL_FORM: Final = (
    '<form><label for="serial">打印编号 Print serial</label>'
    '<input id="serial" name="serial" maxlength="100" required autocomplete="off" '
    'placeholder="XXXX-XXXX-XXXX"><button>核对纸张 Check the sheet</button></form>'
)
"""It goes to the address that it stands on."""


def page_of(verification: Verification) -> str:
    """HTML, whole; what comes from outside is escaped."""
    values = verification.model_dump(mode="json")
    facts = "".join(
        f"<dt>{label}</dt><dd>{escape(str(values[name]))}</dd>"
        for name, label in FACTS
        if values[name]
    )
    sentences = (verification.message_zh, verification.message_en)
    number_alone = verification.verdict in {"valid", "not_valid"} and not verification.print_serial
    form = SERIAL_FORM if number_alone else ""
    return _page(HEADINGS[verification.verdict], sentences, facts, form)


def page_while_away() -> str:
    """Being away is never shown as invalid."""
    return _page(AWAY, AWAY_SENTENCES, facts="")


def _page(
    heading: tuple[str, str, str], sentences: tuple[str, str], facts: str, form: str = ""
) -> str:
    kind, zh, en = heading
    told = "<br>".join(escape(sentence) for sentence in sentences)
    return (
        '<!doctype html><html lang="zh"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{zh} {en}</title><style>{STYLE}</style>"
        f'<main class="{kind}"><h1>{zh}<small>{en}</small></h1>'
        f"<p>{told}</p><dl>{facts}</dl>{form}"
        "<footer>请确认浏览器地址栏中的网站名称。Make sure that the address bar names the site you "
        "expect. 证印 OriginPrint</footer></main></html>"
    )
