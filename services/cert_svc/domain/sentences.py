"""What a diagnosis says besides the errors: that a condition holds, and what is no error (R52-R54).

A condition that fails is told with the error's sentence of the same code, so that diagnosis and
refusal say the same words.
"""

from typing import Final

from contracts.errors import ERRORS
from contracts.sentences import Sentence
from contracts.values import HOTLINE

HOLDS: Final[dict[str, Sentence]] = {
    "certificate.unknown": Sentence(
        zh="证书编号 {certificate_no} 可以查到", en="Certificate {certificate_no} was found"
    ),
    "certificate.malformed_number": Sentence(
        zh="编号格式正确", en="The number has the form of a certificate type"
    ),
    "certificate.type_not_open": Sentence(
        zh="该类证书和目的国在签发日已开放自助打印",
        en="Type and destination were open for self-printing on the issue day",
    ),
    "certificate.not_downloadable": Sentence(
        zh="该证书可下载电子版", en="This certificate may be downloaded as a file"
    ),
    "certificate.returned": Sentence(zh="海关已审批通过", en="Customs approved the certificate"),
    "certificate.seal_not_authorized": Sentence(
        zh="印章签名授权已接收成功", en="Seal and signature are authorized and received"
    ),
    "certificate.authorized_too_late": Sentence(
        zh="授权回执早于证书最后一次审批",
        en="The authorization was received before the last approval",
    ),
    "certificate.declarer_not_filed": Sentence(zh="申报员已备案", en="The declarer is filed"),
    "certificate.signature_not_authorized": Sentence(
        zh="审批时该申报员的签名已授权",
        en="The declarer's signature was authorized when the certificate was approved",
    ),
    "signature.left_out": Sentence(
        zh="最近一次授权包括该申报员的签名",
        en="The latest authorization includes this declarer's signature",
    ),
    "signature.disabled": Sentence(
        zh="该申报员的签名未停用", en="The declarer's signature was not disabled"
    ),
    "seal.disabled": Sentence(zh="印章未停用", en="The seal was not disabled"),
    "seal.not_yet_valid": Sentence(zh="印章已生效", en="The seal's validity has begun"),
    "seal.expired": Sentence(zh="印章有效期未届满", en="The seal's validity is not over"),
    "certificate.id_numbers_differ": Sentence(
        zh="申报员的身份证号一致", en="The declarer's ID numbers agree"
    ),
    "certificate.agent_not_authorized": Sentence(
        zh="您有权打印该证书", en="You may print this certificate"
    ),
    "certificate.claimed_at_counter": Sentence(
        zh="未在窗口领取空白证书", en="The certificate was not claimed at the counter"
    ),
    "certificate.archived": Sentence(zh="证书未归档", en="The certificate is not archived"),
    "certificate.already_printed": Sentence(
        zh="证书待打印", en="The certificate waits to be printed"
    ),
    "certificate.layout_not_received": Sentence(zh="版式接收成功", en="The layout was received"),
    "certificate.office_not_in_pilot": Sentence(
        zh="签证机构在自助打印范围内", en="The issuing office takes part in self-printing"
    ),
}

FAILS: Final[dict[str, Sentence]] = {
    "certificate.malformed_number": Sentence(
        zh="没有哪一类原产地证书的编号是这种格式",
        en="No type of certificate has numbers like this",
        advice_zh="请按证书核对编号",
        advice_en="compare it with the certificate",
        rule="R97",
    ),
    "certificate.id_numbers_differ": Sentence(
        zh="同名申报员的身份证号不一致",
        en="A person of this name has another ID number",
        advice_zh="请更正，操作员卡、授权签名和备案的身份证号必须相同",
        advice_en="correct it, for card, authorized signature and filing must bear the same one",
        rule="R28",
    ),
    "certificate.office_not_in_pilot": Sentence(
        zh="签发日处于试点期，签证机构不在试点海关之内",
        en="On the issue day only the pilot offices took part, and the issuing office is none of "
        "them",
        advice_zh="请到签证机构领取",
        advice_en="fetch the certificate there",
        rule="R89",
    ),
    "certificate.declared_elsewhere": Sentence(
        zh="代理企业：在其他系统申报的证书，可改用国际贸易单一窗口或互联网+海关申报",
        en="Agents: what was declared in another system may be declared through the single "
        "window or Internet+Customs instead",
        rule="R41",
    ),
    "certificate.hotline": Sentence(
        zh=f"仍未解决请拨打热线 {HOTLINE}",
        en=f"If this does not help, call the hotline {HOTLINE}",
        rule="R110",
    ),
}


def sentence_of(code: str) -> Sentence:
    """What is said where the condition of this code does not hold, with its rule."""
    return FAILS[code] if code in FAILS else ERRORS[code]
