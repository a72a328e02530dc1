"""Error codes: the sentence in both languages, the rule broken, what to do.

Exceptions across a boundary:
    Refused     a rule said no; carries one of the codes below
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ErrorText:
    """Texts may name details in braces; `rule` is an R-number where there is one."""

    zh: str
    en: str
    rule: str | None = None


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not a defect
    """A rule said no. `details` are JSON primitives and never secrets."""

    def __init__(self, code: str, details: dict[str, Any] | None = None) -> None:
        super().__init__(code, details or {})
        self.code = code
        self.details = details or {}

    def __str__(self) -> str:
        return f"{self.code}: {text_of(self.code, self.details).en}"


ERRORS: dict[str, ErrorText] = {
    "request.invalid": ErrorText("请求内容不正确：{reason}", "The request is not valid: {reason}"),
    "request.too_large": ErrorText(
        "上传内容超过 {limit_mib} MiB 上限", "The upload is larger than {limit_mib} MiB"
    ),
    "request.unknown_resource": ErrorText("没有这个资源", "There is no such resource"),
    "request.method_not_allowed": ErrorText(
        "该资源不支持此方法", "This resource does not take this method"
    ),
    "request.content_type": ErrorText(
        "不支持的内容类型，请使用 {expected}", "Wrong content type; send {expected}"
    ),
    "request.too_slow": ErrorText(
        "上传超过 {limit_seconds} 秒，请检查网络后重试",
        "The upload took longer than {limit_seconds} s; check the network and try again",
    ),
    "request.cross_site": ErrorText(
        "请求来自其他网站，已拒绝", "The request came from another site and was refused"
    ),
    "console.wrong_token": ErrorText(
        "海关控制台口令不正确", "The token of the customs console is wrong"
    ),
    "request.upload_missing": ErrorText(
        "上传的文件已不存在，请重新上传", "The uploaded file is gone; upload it again"
    ),
    "idempotency.key_reused": ErrorText(
        "同一个 Idempotency-Key 已用于不同的请求，请换一个",
        "This Idempotency-Key was used for a different request; choose another",
    ),
    "session.required": ErrorText("请先登录", "Log in first", "R1"),
    "session.expired": ErrorText(
        "登录已过期，请重新登录", "The session has expired; log in again", "R1"
    ),
    "session.wrong_password": ErrorText(
        "用户名或密码不正确", "User name or password is wrong", "R1"
    ),
    "session.locked": ErrorText(
        "连续失败次数过多，请 {seconds} 秒后再试", "Too many failures; try again in {seconds} s"
    ),
    "session.medium_not_allowed": ErrorText(
        "此操作需要使用法人卡登录", "This needs a login with the legal-person card", "R2"
    ),
    "card.untrusted": ErrorText(
        "卡证书不是由受信任的机构签发",
        "The card certificate was not issued by a trusted authority",
        "R4",
    ),
    "card.not_valid_now": ErrorText(
        "卡证书不在有效期内", "The card certificate is not valid today", "R4"
    ),
    "card.replaced": ErrorText(
        "该卡已被新卡取代，请使用新卡",
        "This card was replaced by a newer one; use the newer card",
        "R4",
    ),
    "card.unknown_challenge": ErrorText(
        "登录挑战不存在或已过期，请重试",
        "The card challenge is unknown or has expired; try again",
        "R4",
    ),
    "card.wrong_signature": ErrorText(
        "卡签名不正确，请用法人卡重新签名",
        "The card's signature is wrong; sign again with the card",
        "R24",
    ),
    "card.not_bound": ErrorText(
        "所选人员没有绑定电子口岸卡", "The chosen person has no bound card", "R21"
    ),
    "operator.unknown": ErrorText("没有这个操作员", "There is no such operator", "R21"),
    "operator.user_name_taken": ErrorText(
        "用户名 {user_name} 已被使用", "The user name {user_name} is taken"
    ),
    "operator.weak_password": ErrorText(
        "密码至少需要 {minimum} 个字符", "A password needs at least {minimum} characters"
    ),
    "operator.wrong_persons_card": ErrorText(
        "该卡的身份证号与填写的身份证号不一致",
        "The card is another person's: its ID number is not the one given",
        "R28",
    ),
    "operator.wrong_enterprise_card": ErrorText(
        "该卡属于另一家企业", "The card belongs to another enterprise"
    ),
    "declarer.unknown": ErrorText(
        "没有这个已备案的申报员，请先在原产地综合服务平台备案",
        "There is no such filed declarer; file the declarer on the origin service platform first",
        "R19",
    ),
    "scan.refused": ErrorText("扫描件不合格：{message_zh}", "The scan was refused: {message_en}"),
    "scan.unreadable": ErrorText(
        "扫描件无法处理，请重新扫描并另存后再上传",
        "The scan cannot be processed; scan the page again and save it anew",
    ),
    "scan.busy": ErrorText(
        "正在处理其他扫描件，请 {seconds} 秒后重试",
        "Other scans are in work; try again in {seconds} s",
    ),
    "seal.unknown": ErrorText("没有这个印章", "There is no such seal"),
    "signature.unknown": ErrorText("没有这个签名", "There is no such signature"),
    "seal.validity_outside_card": ErrorText(
        "印章有效期必须在操作员卡证书有效期（{valid_from} 至 {valid_to}）之内",
        "The seal's validity must lie inside the card certificate's ({valid_from} to {valid_to})",
        "R22",
    ),
    "seal.validity_over": ErrorText(
        "印章有效期已过，请选择更晚的截止日期",
        "The seal's validity is over already; choose a later end",
        "R22",
    ),
    "seal.still_in_use": ErrorText("请先停用，再删除", "Disable it first, then delete it", "R26"),
    "authorization.nothing_to_send": ErrorText(
        "请先设置默认印章和默认签名", "Set a default seal and a default signature first", "R30"
    ),
    "authorization.unknown_stamp": ErrorText(
        "所选印章或签名不存在或已停用，请刷新",
        "The chosen seal or signature is unknown or disabled; refresh",
        "R31",
    ),
    "authorization.none": ErrorText("还没有授权过", "Nothing has been authorized yet", "R33"),
    "authorization.signature_mismatch": ErrorText(
        "签名所属申报员的身份证号与备案不一致",
        "The declarer of this signature is not filed under the same ID number",
        "R28",
    ),
    "agent.seal_not_authorized": ErrorText(
        "请先完成本企业印章签名授权，再授权代理打印",
        "Authorize your own seal and signature before granting agent printing",
        "R38",
    ),
    "agent.self": ErrorText("不能授权给本企业", "An enterprise cannot be its own agent", "R37"),
    "agent.wrong_code": ErrorText(
        "统一社会信用代码不正确，请核对",
        "This is no unified social credit code: its check character is wrong",
        "R37",
    ),
    "agent.unknown_grant": ErrorText("没有这个代理授权", "There is no such agent grant", "R37"),
    "certificate.unknown": ErrorText(
        "没有可查看的证书 {certificate_no}，请查看解决办法",
        "There is no certificate {certificate_no} that you may see; ask for its diagnosis",
        "R52",
    ),
    "certificate.type_not_open": ErrorText(
        "该类证书或目的国在签发日尚未开放自助打印",
        "This type and destination were not open for self-printing on the issue day",
        "R44",
    ),
    "certificate.not_downloadable": ErrorText(
        "该证书不支持电子版下载", "This certificate may not be downloaded", "R85"
    ),
    "certificate.returned": ErrorText(
        "证书已退回，等待重新审批",
        "The certificate was sent back and awaits a new approval",
        "R104",
    ),
    "certificate.seal_not_authorized": ErrorText(
        "印章签名尚未授权成功", "Seal and signature are not authorized", "R43"
    ),
    "certificate.authorized_too_late": ErrorText(
        "授权回执晚于证书审批，请联系海关退回后重新审批",
        "The authorization was received after the approval; ask customs to send it back",
        "R36",
    ),
    "certificate.declarer_not_filed": ErrorText(
        "申报员未备案或其签名未授权",
        "The declarer is not filed or has no authorized signature",
        "R45",
    ),
    "certificate.signature_not_authorized": ErrorText(
        "审批时该申报员的签名尚未授权，请授权后联系海关退回重新审批",
        "The declarer's signature was not authorized at the approval; authorize it and ask "
        "customs to send the certificate back",
        "R45",
    ),
    "certificate.claimed_at_counter": ErrorText(
        "该证书已在窗口领取空白证书", "The certificate was claimed at the counter", "R48"
    ),
    "certificate.agent_not_authorized": ErrorText(
        "委托企业没有授权贵公司代理打印，或授权晚于审批",
        "The principal has not let you print, or only after the approval",
        "R39",
    ),
    "certificate.layout_not_received": ErrorText(
        "版式尚未接收成功，请稍后再查", "The layout has not arrived yet; search again later", "R58"
    ),
    "certificate.archived": ErrorText("证书已归档", "The certificate is archived", "R56"),
    "certificate.already_printed": ErrorText(
        "证书已打印；如打印失败，请提交打印异常申请",
        "The certificate is printed already; if that failed, file an exception application",
        "R78",
    ),
    "print.original_live": ErrorText(
        "该证书已有一份有效正本（打印编号 {print_serial}）",
        "An original of this certificate is live already (print serial {print_serial})",
        "R48",
    ),
    "print.unknown_job": ErrorText("没有这个打印任务", "There is no such print job"),
    "print.unknown_ticket": ErrorText("打印凭证无效", "The print ticket is not valid"),
    "print.ticket_expired": ErrorText(
        "打印凭证已过期，请重新点击打印", "The print ticket has expired; press print again"
    ),
    "print.wrong_workstation": ErrorText(
        "打印凭证属于另一台电脑", "The print ticket belongs to another workstation"
    ),
    "print.ticket_void": ErrorText("该打印任务已作废", "This print job is void"),
    "print.not_released": ErrorText(
        "文件尚未送达打印工作站，无法确认",
        "The document has not reached the workstation yet",
        "R72",
    ),
    "print.already_confirmed": ErrorText(
        "打印结果已确认为“{answer_zh}”", "The result was already confirmed: {answer_en}", "R72"
    ),
    "print.seal_missing": ErrorText(
        "印章或申报员签名未授权，无法打印",
        "The seal or the declarer's signature is not authorized; nothing was printed",
        "R29",
    ),
    "print.seal_expired": ErrorText(
        "印章有效期已于 {valid_to} 届满，请更换印章并重新授权",
        "The seal was valid until {valid_to}; replace it and authorize the new one",
        "R22",
    ),
    "print.seal_disabled": ErrorText(
        "印章或申报员签名已停用，请设置新的默认印章或签名并重新授权",
        "The seal or the declarer's signature was disabled; choose another and authorize it",
        "R26",
    ),
    "print.not_renderable": ErrorText(
        "证书无法完整排版：{reason}", "The certificate cannot be rendered whole: {reason}", "R101"
    ),
    "ledger.no_uses": ErrorText(
        "账本中没有这样的用章记录，请核对证书编号和打印编号",
        "The ledger holds no such use of your seal; check the certificate number and the serial",
    ),
    "ledger.proof_too_long": ErrorText(
        "用章证明过长（{rows} 行，上限 {limit} 行），请按证书编号查询，仍过长时再加打印编号",
        "The proof would be too long ({rows} rows, at most {limit}); ask with a certificate "
        "number, and where that is too long still, with a print serial",
    ),
    "exception.unknown_reason": ErrorText("没有这个异常原因", "There is no such reason", "R84"),
    "exception.not_printed": ErrorText(
        "证书状态不是已打印，无需异常申请",
        "The certificate is not printed, so there is nothing to apply for",
        "R78",
    ),
    "exception.archived": ErrorText(
        "证书已归档，不能提交异常申请",
        "The certificate is archived; no application is possible",
        "R83",
    ),
    "object.missing": ErrorText(
        "文件不存在，请联系客服", "A stored file is missing; contact support"
    ),
    "object.altered": ErrorText(
        "文件校验失败，请联系客服", "A stored file does not match its digest; contact support"
    ),
    "service.unavailable": ErrorText(
        "服务暂时不可用，请 {seconds} 秒后重试",
        "The service is unavailable; try again in {seconds} s",
    ),
    "service.failed": ErrorText(
        "系统内部错误，编号 {call_id}", "Something went wrong on our side; reference {call_id}"
    ),
    "service.too_many_requests": ErrorText(
        "请求过于频繁，请 {seconds} 秒后重试", "Too many requests; try again in {seconds} s"
    ),
}


class _Lenient(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"


def text_of(code: str, details: dict[str, Any]) -> ErrorText:
    """The texts with their details filled in; an unknown code is a defect and raises KeyError."""
    text = ERRORS[code]
    values = _Lenient(details)
    return ErrorText(text.zh.format_map(values), text.en.format_map(values), text.rule)
