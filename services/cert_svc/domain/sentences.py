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
        zh="印章签名授权已接收成功", en="Seal and signature are authorized and accepted"
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
        zh="该申报员的签名未停用", en="The declarer's signature was not stopped"
    ),
    "seal.disabled": Sentence(zh="印章未停用", en="The seal was not stopped"),
    "seal.not_yet_valid": Sentence(zh="印章已生效", en="The seal's validity has begun"),
    "seal.expired": Sentence(zh="印章有效期未届满", en="The seal's validity is not over"),
    "certificate.id_numbers_differ": Sentence(
        zh="申报员的身份证号一致", en="The declarer's ID numbers agree"
    ),
    "certificate.agent_not_authorized": Sentence(
        zh="您有权打印该证书", en="You may print this certificate"
    ),
    "certificate.claimed_at_counter": Sentence(
        zh="未在柜台领取空白证书", en="The certificate was not claimed at the counter"
    ),
    "certificate.replaced": Sentence(
        zh="证书未被更改证或重发证取代",
        en="No amended or reissued certificate replaced it",
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
    "authorization.no_seal": Sentence(
        zh="本企业没有可用的印章",
        en="Your enterprise has made no seal that may be used",
        advice_zh="请先制作印章",
        advice_en="make one first",
        rule="R30",
    ),
    "authorization.no_signature": Sentence(
        zh="该申报员没有可用的签名",
        en="The declarer has no signature that may be used",
        advice_zh="请先制作该申报员的签名",
        advice_en="make one first",
        rule="R30",
    ),
    "authorization.no_default": Sentence(
        zh="没有设置默认印章，或没有设置该申报员的默认签名",
        en="No default seal is chosen, or no default signature of this declarer",
        advice_zh="请设置后点击授权",
        advice_en="choose both, then press authorize",
        rule="R30",
    ),
    "authorization.not_requested": Sentence(
        zh="设置了默认印章和默认签名，还没有点击授权",
        en="Default seal and signature are chosen and not sent yet",
        advice_zh="请点击授权",
        advice_en="press authorize",
        rule="R30",
    ),
    "authorization.waiting": Sentence(
        zh="{requested_at} 提交的授权正在等待海关回执，{receipt_due_at} 起可查看结果",
        en="The authorization of {requested_at} waits for its receipt, which is shown from "
        "{receipt_due_at} on (Beijing time)",
        advice_zh="请届时点击查看结果，仍在等待时稍后再查",
        advice_en="look at the result then, and again later while it still waits",
        rule="R32",
    ),
    "authorization.rejected": Sentence(
        zh="{requested_at} 提交的授权回执为接收失败（{rejected}）",
        en="Customs rejected the authorization of {requested_at}, Beijing time ({rejected})",
        advice_zh="请按原因更正后重新授权",
        advice_en="correct what it says, then authorize again",
        rule="R34",
    ),
    "authorization.not_known": Sentence(
        zh="暂时查不到授权进行到哪一步",
        en="How far the authorization got cannot be found out just now",
        advice_zh="请查看印章签名授权页面的默认印章、默认签名和授权结果",
        advice_en="check default seal, default signature and receipt on the authorization page",
        rule="R33",
    ),
    "agent.no_grant": Sentence(
        zh="委托企业没有授权贵公司代理打印",
        en="The principal has not granted you agent printing",
        advice_zh="请委托企业以法人卡登录授权，之后重新审批的证书才能由贵公司打印",
        advice_en="ask it to grant it with its legal person's card; you may print what is approved "
        "after that",
        rule="R37",
    ),
    "agent.revoked": Sentence(
        zh="委托企业已于 {revoked_at} 收回代理打印授权",
        en="The principal took the grant back on {revoked_at}, Beijing time",
        advice_zh="请委托企业重新授权，之后重新审批的证书才能由贵公司打印",
        advice_en="ask it to grant it anew; you may print what is approved after that",
        rule="R37",
    ),
    "agent.granted_too_late": Sentence(
        zh="代理打印授权（{granted_at}）不早于证书的审批（{approved_at}）",
        en="The grant of {granted_at} is no older than the approval of {approved_at}, Beijing time",
        advice_zh="请委托企业联系海关退回证书重新审批",
        advice_en="ask the principal to have the certificate sent back for a new approval",
        rule="R39",
    ),
    "agent.principal_not_authorized": Sentence(
        zh="委托企业的印章签名没有授权，或目前不能使用",
        en="The principal's seal and signature are not authorized, or may not be used now",
        advice_zh="请委托企业先完成印章签名授权",
        advice_en="ask it to authorize them first",
        rule="R38",
    ),
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
