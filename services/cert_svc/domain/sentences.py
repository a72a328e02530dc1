"""What a diagnosis says: for each condition one sentence when it holds, one when it does not.

The sentence of a failing condition says what to do (R52-R54).
"""

from dataclasses import dataclass
from typing import Final, NamedTuple


class Sentence(NamedTuple):
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Sentences:
    holds: Sentence
    fails: Sentence


CHECK: Final = Sentence("请检查：{zh}", "Check: {en}")
"""Around the failing sentence where nothing is known about the certificate."""

SENTENCES: Final[dict[str, Sentences]] = {
    "certificate.unknown": Sentences(
        Sentence("证书编号 {certificate_no} 可以查到", "Certificate {certificate_no} was found"),
        Sentence(
            "查不到证书 {certificate_no}：请核对编号，清除其他查询条件，放宽签发日期范围；"
            "确认已由海关审批，并用该证书的企业登录",
            "Certificate {certificate_no} was not found: check the number, clear the other "
            "conditions, widen the issue dates; make sure customs approved it and that you are "
            "logged in for its enterprise",
        ),
    ),
    "certificate.malformed_number": Sentences(
        Sentence("编号格式正确", "The number has the form of a certificate type"),
        Sentence(
            "没有哪一类原产地证书的编号是这种格式，请按证书核对编号",
            "No type of certificate has numbers like this; compare it with the certificate",
        ),
    ),
    "certificate.type_not_open": Sentences(
        Sentence(
            "该类证书和目的国在签发日已开放自助打印",
            "Type and destination were open for self-printing on the issue day",
        ),
        Sentence(
            "该类证书或目的国在签发日尚未开放自助打印，请到签证机构领取；"
            "部分 RCEP 证书可下载电子版",
            "Type or destination was not open for self-printing on the issue day; fetch it from "
            "the issuing office; some RCEP certificates may be downloaded instead",
        ),
    ),
    "certificate.not_downloadable": Sentences(
        Sentence("该证书可下载电子版", "This certificate may be downloaded as a file"),
        Sentence("该证书不支持电子版下载", "This certificate may not be downloaded"),
    ),
    "certificate.returned": Sentences(
        Sentence("海关已审批通过", "Customs approved the certificate"),
        Sentence(
            "海关尚未审批通过，或已将证书退回：请修改后重新提交并等待审批",
            "Customs has not approved it yet, or sent it back: correct it, submit it again and "
            "wait for the approval",
        ),
    ),
    "certificate.seal_not_authorized": Sentences(
        Sentence("印章签名授权已接收成功", "Seal and signature are authorized and received"),
        Sentence(
            "印章签名尚未授权成功：请设置默认印章和默认签名，点击授权，并确认回执均为接收成功；"
            "之后新审批的证书才能自助打印",
            "Seal and signature are not authorized: set a default seal and signature, press "
            "authorize and see that both receipts read received; certificates approved after "
            "that can be self-printed",
        ),
    ),
    "certificate.authorized_too_late": Sentences(
        Sentence(
            "授权回执早于证书最后一次审批",
            "The authorization was received before the last approval",
        ),
        Sentence(
            "授权回执不早于证书最后一次审批：请联系海关退回证书，重新审批后即可打印",
            "The authorization was not received before the last approval: ask customs to send "
            "the certificate back; after a new approval it can be printed",
        ),
    ),
    "certificate.declarer_not_filed": Sentences(
        Sentence("申报员已备案", "The declarer is filed"),
        Sentence(
            "证书上的申报员未备案：请在原产地综合服务平台备案该申报员",
            "The declarer on the certificate is not filed: file the declarer on the origin "
            "service platform",
        ),
    ),
    "certificate.signature_not_authorized": Sentences(
        Sentence(
            "审批时该申报员的签名已授权",
            "The declarer's signature was authorized when the certificate was approved",
        ),
        Sentence(
            "审批时该申报员没有已授权的签名：请制作并授权其签名，再请海关退回证书重新审批",
            "The declarer had no authorized signature at the approval: make and authorize one, "
            "then ask customs to send the certificate back for a new approval",
        ),
    ),
    "certificate.id_numbers_differ": Sentences(
        Sentence("申报员的身份证号一致", "The declarer's ID numbers agree"),
        Sentence(
            "同名申报员的身份证号不一致：操作员卡、授权签名和备案的身份证号必须相同，请更正",
            "A person of this name has another ID number: card, authorized signature and filing "
            "must bear the same one; correct it",
        ),
    ),
    "certificate.agent_not_authorized": Sentences(
        Sentence("您有权打印该证书", "You may print this certificate"),
        Sentence(
            "委托企业没有授权贵公司代理打印，或授权晚于审批：请委托企业完成印章签名授权并授权代理打印，"
            "之后重新审批的证书才能由贵公司打印",
            "The principal has not let you print, or only after the approval: ask it to "
            "authorize its seal and signature and to grant agent printing; you may print what "
            "is approved after that",
        ),
    ),
    "certificate.claimed_at_counter": Sentences(
        Sentence("未在窗口领取空白证书", "The certificate was not claimed at the counter"),
        Sentence(
            "该证书已在窗口领取空白证书，一份证书只能以一种方式领取",
            "A blank form was claimed at the counter; a certificate is claimed one way only",
        ),
    ),
    "certificate.archived": Sentences(
        Sentence("证书未归档", "The certificate is not archived"),
        Sentence(
            "证书已归档，不能再打印，也不能提交异常申请",
            "The certificate is archived: neither printing nor an exception application is "
            "possible",
        ),
    ),
    "certificate.already_printed": Sentences(
        Sentence("证书待打印", "The certificate waits to be printed"),
        Sentence(
            "证书已打印；如未打印成功且未归档，请提交打印异常申请",
            "The certificate is printed; if that failed and it is not archived, file an "
            "exception application",
        ),
    ),
    "certificate.layout_not_received": Sentences(
        Sentence("版式接收成功", "The layout was received"),
        Sentence(
            "版式尚未接收成功：请稍后重新查询",
            "The layout has not been received yet: wait and search again",
        ),
    ),
    "certificate.office_not_in_pilot": Sentences(
        Sentence("签证机构在自助打印范围内", "The issuing office takes part in self-printing"),
        Sentence(
            "签发日处于试点期，签证机构不在试点海关之内：请到签证机构领取",
            "On the issue day only the pilot offices took part, and the issuing office is none "
            "of them: fetch the certificate there",
        ),
    ),
    "certificate.declared_elsewhere": Sentences(
        Sentence("", ""),
        Sentence(
            "代理企业：在其他系统申报的证书，可改用国际贸易单一窗口或互联网+海关申报",
            "Agents: what was declared in another system may be declared through the single "
            "window or Internet+Customs instead",
        ),
    ),
    "certificate.hotline": Sentences(
        Sentence("", ""),
        Sentence("仍未解决请拨打热线 95198", "If this does not help, call the hotline 95198"),
    ),
}
