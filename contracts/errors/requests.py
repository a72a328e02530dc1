"""What may be wrong with a request before anybody looks at what it asks for."""

from typing import Final

from contracts.sentences import Sentence

SENTENCES: Final[dict[str, Sentence]] = {
    "request.invalid": Sentence(
        zh="请求内容不正确：{reason}",
        en="The request is not valid: {reason}",
        title="The request is not valid",
        advice_zh="请改正后重新提交",
        advice_en="correct it and send it again",
    ),
    "request.too_large": Sentence(
        zh="上传内容超过 {limit_mib} MiB 上限",
        en="The upload is larger than {limit_mib} MiB",
        title="The upload is too large",
        advice_zh="请减小后重新上传",
        advice_en="make it smaller and send it again",
    ),
    "request.too_slow": Sentence(
        zh="上传超过 {limit_seconds} 秒",
        en="The upload took longer than {limit_seconds} s",
        title="The upload took too long",
        advice_zh="请检查网络后重试",
        advice_en="check the network and try again",
    ),
    "request.broken_off": Sentence(
        zh="连接在上传完成前中断",
        en="The connection ended before the upload was complete",
        advice_zh="请检查网络后重试",
        advice_en="check the network and try again",
    ),
    "request.unknown_resource": Sentence(
        zh="没有这个资源",
        en="There is no such resource",
        advice_zh="请核对地址",
        advice_en="check the address",
    ),
    "request.method_not_allowed": Sentence(
        zh="该资源不支持此方法",
        en="This resource does not take this method",
        advice_zh="请使用 Allow 标头所列的方法",
        advice_en="use one of those in the Allow header",
    ),
    "request.content_type": Sentence(
        zh="不支持的内容类型",
        en="Wrong content type",
        advice_zh="请使用 {expected}",
        advice_en="send {expected}",
    ),
    "request.cross_site": Sentence(
        zh="请求来自其他网站，已拒绝",
        en="The request came from another site and was refused",
        advice_zh="请在本系统的页面上操作",
        advice_en="repeat it on a page of this system",
    ),
    "request.upload_missing": Sentence(
        zh="上传的文件已不存在",
        en="The uploaded file is gone",
        advice_zh="请重新上传",
        advice_en="upload it again",
    ),
    "request.unproven": Sentence(
        zh="无法确认请求由谁发出（{reason}）",
        en="It is not proven who sent this request ({reason})",
        title="It is not proven who sent this request",
        advice_zh="请重试；仍不行请联系运维人员",
        advice_en="try again, and tell the operators when it stays so",
    ),
    "idempotency.key_reused": Sentence(
        zh="同一个 Idempotency-Key 已用于不同的请求",
        en="This Idempotency-Key was used for a different request",
        advice_zh="请换一个",
        advice_en="choose another",
    ),
    "console.wrong_token": Sentence(
        zh="海关控制台口令不正确",
        en="The token of the customs console is wrong",
        advice_zh="请核对口令",
        advice_en="check the token",
    ),
    "audit.too_many_rows": Sentence(
        zh="操作日志超过 {limit} 条，一个文件放不下",
        en="The audit trail has more than {limit} records, which is too much for one file",
        title="The audit trail is too long for one file",
        advice_zh="请缩小日期范围后导出",
        advice_en="export fewer days at a time",
    ),
}
