"""Which operations are recorded, what they are called, and which fields say what they were about.

A field is named by its path in the request, or below `reply.` in the reply; `*` stands for each of
many. Only what is listed here is recorded: identity numbers, passwords, tickets and signatures are
none of it. A user name that somebody typed is not either, for people type passwords there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Audited:
    """`action` is its word in records; `fields` and `owners` are paths.

    `owners` name enterprises in whose chain it is recorded beside the caller's.
    """

    action: str
    zh: str
    en: str
    fields: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()


_JOB: Final = ("reply.job_id", "reply.certificate_no", "reply.workstation_id")
_OWNERS: Final = ("reply.issuer_code", "reply.enterprise_code")
_PERSON: Final = ("reply.operator_id", "reply.name")
_STAMP: Final = ("kind", "stamp_id")
_WEBHOOK: Final = ("webhook_id",)

AUDITED: Final[Mapping[str, Audited]] = {
    "auth_svc.open_session": Audited("login.password", "密码登录", "log-in with a password"),
    "auth_svc.open_card_session": Audited("login.card", "卡介质登录", "log-in with a card"),
    "auth_svc.answer_card_login": Audited(
        "login.card_signed", "在其他程序用卡签名登录", "a card signed for a browser's log-in"
    ),
    "auth_svc.complete_card_login": Audited(
        "login.card_elsewhere", "用其他程序上的卡登录", "log-in with a card that is elsewhere"
    ),
    "auth_svc.close_session": Audited("login.ended", "退出登录", "log-out"),
    "auth_svc.end_session": Audited(
        "session.ended", "结束登录会话", "a session ended by hand", ("session_id",)
    ),
    "auth_svc.add_operator": Audited(
        "person.added", "新增操作员", "a person added", (*_PERSON, "reply.user_name")
    ),
    "auth_svc.edit_operator": Audited(
        "person.changed", "修改操作员", "a person changed", (*_PERSON, "reply.user_name")
    ),
    "auth_svc.disable_operator": Audited(
        "person.disabled", "停用操作员", "a person disabled", _PERSON
    ),
    "auth_svc.enable_operator": Audited(
        "person.enabled", "启用操作员", "a person enabled", _PERSON
    ),
    "auth_svc.remove_operator": Audited(
        "person.removed", "删除操作员", "a person removed", ("operator_id",)
    ),
    "auth_svc.change_password": Audited("password.changed", "修改密码", "own password changed"),
    "auth_svc.reset_password": Audited("password.reset", "重置密码", "a password reset", _PERSON),
    "auth_svc.bind_card": Audited("card.bound", "绑定卡介质", "a card bound", _PERSON),
    "auth_svc.set_authorization_defaults": Audited(
        "authorization.defaults_set",
        "设置默认印章和签名",
        "default seal and signatures set",
        ("seal_id", "signature_ids.*"),
    ),
    "auth_svc.request_authorization": Audited(
        "authorization.requested", "授权", "authorization requested", ("reply.authorization_id",)
    ),
    "auth_svc.grant_agent": Audited(
        "agent.granted", "授权代理", "an agent granted", ("agent_code", "reply.grant_id")
    ),
    "auth_svc.revoke_agent": Audited(
        "agent.revoked",
        "撤销代理授权",
        "an agent's grant revoked",
        ("grant_id", "reply.agent_code"),
    ),
    "auth_svc.make_api_token": Audited(
        "token.made",
        "生成接口令牌",
        "an API token made",
        ("name", "scopes.*", "reply.token.token_id"),
    ),
    "auth_svc.revoke_api_token": Audited(
        "token.revoked", "撤销接口令牌", "an API token revoked", ("token_id",)
    ),
    "auth_svc.export_audit_records": Audited(
        "audit.exported", "导出操作日志", "the audit trail exported", ("from_day", "to_day")
    ),
    "seal_svc.make_seal": Audited(
        "seal.made",
        "制作印章",
        "a seal made",
        ("name", "operator_id", "reply.stamp_id", "reply.scan_sha256"),
    ),
    "seal_svc.make_signature": Audited(
        "signature.made",
        "制作签名",
        "a signature made",
        ("declarer_id", "reply.stamp_id", "reply.scan_sha256"),
    ),
    "seal_svc.disable_stamp": Audited(
        "stamp.disabled", "停用印章或签名", "a seal or signature stopped", _STAMP
    ),
    "seal_svc.delete_stamp": Audited(
        "stamp.deleted", "删除印章或签名", "a seal or signature deleted", _STAMP
    ),
    "cert_svc.start_export": Audited(
        "export.started", "导出证书列表", "a list of certificates exported", ("reply.export_id",)
    ),
    "cert_svc.get_export_file": Audited(
        "export.fetched", "下载证书列表", "a list of certificates fetched", ("export_id",)
    ),
    "print_svc.issue_print_jobs": Audited(
        "print.issued",
        "提交打印",
        "prints issued",
        ("certificate_nos.*", "parts", "workstation_id", "reply.issued.*.job.job_id"),
        ("reply.issued.*.job.enterprise_code",),
    ),
    "print_svc.release_document": Audited(
        "print.released",
        "工作站取走正本",
        "an original fetched by a workstation",
        (
            "reply.job.job_id",
            "reply.job.certificate_no",
            "reply.job.print_serials.*",
            "proof.workstation_id",
        ),
        ("reply.job.issuer_code", "reply.job.enterprise_code"),
    ),
    "print_svc.record_evidence": Audited(
        "print.evidence", "工作站回报打印结果", "a workstation's report of a print", _JOB, _OWNERS
    ),
    "print_svc.confirm_print": Audited(
        "print.answered", "确认打印结果", "a print answered", (*_JOB, "printed"), _OWNERS
    ),
    "print_svc.confirm_prints": Audited(
        "prints.answered",
        "批量确认打印结果",
        "prints answered",
        ("reply.confirmed.*.job_id", "reply.confirmed.*.certificate_no", "printed"),
        ("reply.confirmed.*.enterprise_code",),
    ),
    "print_svc.cancel_print_job": Audited(
        "print.cancelled", "取消打印任务", "a print cancelled", _JOB, _OWNERS
    ),
    "print_svc.withdraw_print_job": Audited(
        "print.withdrawn",
        "在工作站取消打印任务",
        "a print withdrawn at its workstation",
        _JOB,
        _OWNERS,
    ),
    "print_svc.ask_card_signature": Audited(
        "card.signature_asked",
        "请工作站用卡签名",
        "a card signature asked of a workstation",
        ("workstation_id", "reply.request_id"),
    ),
    "print_svc.withdraw_card_request": Audited(
        "card.request_withdrawn",
        "撤回卡签名请求",
        "a request for a card withdrawn",
        ("request_id",),
    ),
    "print_svc.answer_card_request": Audited(
        "card.request_answered",
        "工作站答复卡签名请求",
        "a request for a card answered",
        ("request_id", "proof.workstation_id"),
    ),
    "print_svc.ask_scan": Audited(
        "scan.asked",
        "请工作站扫描",
        "a scan asked of a workstation",
        ("workstation_id", "kind", "reply.request_id"),
    ),
    "print_svc.withdraw_scan_request": Audited(
        "scan.withdrawn", "撤回扫描请求", "a request for a scan withdrawn", ("request_id",)
    ),
    "print_svc.begin_scan_upload": Audited(
        "scan.sent",
        "工作站上传扫描件",
        "a workstation sent a scan",
        ("request_id", "proof.workstation_id"),
    ),
    "print_svc.make_copy": Audited(
        "copy.made", "生成预览副本", "a copy to look at made", ("certificate_no",)
    ),
    "print_svc.get_copy": Audited(
        "copy.fetched", "查看预览副本", "a copy to look at fetched", ("certificate_no",)
    ),
    "print_svc.make_download": Audited(
        "download.made", "下载电子证书", "an electronic certificate downloaded", ("certificate_no",)
    ),
    "print_svc.get_seal_use_proof": Audited(
        "proof.made", "导出用章证明", "a seal-use proof made", ("certificate_no", "print_serial")
    ),
    "print_svc.approve_pairing": Audited(
        "workstation.enrolled",
        "登记工作站",
        "a workstation enrolled",
        ("reply.workstation_id", "reply.name", "reply.fingerprint"),
    ),
    "print_svc.revoke_workstation": Audited(
        "workstation.revoked",
        "撤销工作站",
        "a workstation revoked",
        ("workstation_id", "reply.name"),
    ),
    "exception_svc.file_exception": Audited(
        "exception.filed",
        "申请打印异常",
        "a print exception filed",
        ("certificate_no", "reason", "operation", "reply.exception_id"),
    ),
    "webhook_svc.make_webhook": Audited(
        "webhook.made", "增加回调地址", "a webhook made", ("reply.webhook.webhook_id",)
    ),
    "webhook_svc.edit_webhook": Audited(
        "webhook.changed", "修改回调地址", "a webhook changed", (*_WEBHOOK, "enabled")
    ),
    "webhook_svc.delete_webhook": Audited(
        "webhook.deleted", "删除回调地址", "a webhook deleted", _WEBHOOK
    ),
    "webhook_svc.rotate_webhook_secret": Audited(
        "webhook.secret_rotated", "更换回调密钥", "a webhook's secret rotated", _WEBHOOK
    ),
    "webhook_svc.replay_delivery": Audited(
        "webhook.replayed", "重发回调", "a delivery sent again", (*_WEBHOOK, "delivery_id")
    ),
    "webhook_svc.replay_deliveries": Audited(
        "webhook.replayed_many", "批量重发回调", "deliveries sent again", _WEBHOOK
    ),
}
"""By operation, `<service>.<method>`."""

HAPPENED: Final[Mapping[str, tuple[str, str]]] = {
    "login.locked": ("登录锁定", "log-in locked"),
    "session.over": ("会话到期或闲置结束", "a session ended by itself"),
    "sessions.ended": ("相关会话全部结束", "the sessions of a person ended"),
    "card.replaced": ("卡介质被新卡替换", "a card replaced"),
    "card.revoked": ("卡介质被吊销", "a card revoked by its authority"),
}
"""What nobody asked for, and follows from something else or from the clock."""

NOT_AUDITED: Final[Mapping[str, str]] = {
    "auth_svc.issue_card_challenge": "a statement to sign; what is signed is recorded",
    "auth_svc.issue_card_statement": "a statement to sign; what is signed is recorded",
    "auth_svc.begin_card_login": "of no enterprise yet; what the card signs is recorded",
    "auth_svc.refuse_card_login": "of no enterprise: nobody gets in",
    "auth_svc.check_card_signature": "a part of seal_svc.make_seal",
    "auth_svc.use_api_token": "comes with every call of a program; the calls are recorded",
    "cert_svc.check_printable": "a part of what print_svc is asked; it notes a look",
    "print_svc.begin_pairing": "of no enterprise yet; its approval is recorded",
    "print_svc.show_pairing": "counts guesses at codes; the approval is recorded",
    "print_svc.connect_workstation": "that a computer runs stands in its row",
    "print_svc.list_waiting_jobs": "uses up a nonce; what is fetched is recorded",
    "print_svc.list_unanswered_prints": "uses up a nonce; nothing else changes",
    "print_svc.list_card_requests": "uses up a nonce; the answer is recorded",
    "print_svc.list_scan_requests": "uses up a nonce; the scan is recorded",
    "print_svc.tell_scan_progress": "how far a scanner is; the scan is recorded",
    "print_svc.keep_scan": "the end of print_svc.begin_scan_upload",
    "print_svc.finish_scan_request": "the end of seal_svc.make_seal or make_signature",
    "print_svc.keep_presence": "that a computer runs stands in its row",
    "webhook_svc.send_test_event": "sends nothing of the enterprise",
}
"""Operations that change something for a caller and are not recorded, with the reason."""

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    **{each.action: (each.zh, each.en) for each in AUDITED.values()},
    **HAPPENED,
}
"""By action, in Chinese and English."""
