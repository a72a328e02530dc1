"""What is wrong on our side, or too much at once."""

from typing import Final

from contracts.sentences import Sentence

SENTENCES: Final[dict[str, Sentence]] = {
    "object.missing": Sentence(
        zh="文件不存在",
        en="A stored file is missing",
        advice_zh="请联系客服",
        advice_en="contact support",
    ),
    "object.altered": Sentence(
        zh="文件校验失败",
        en="A stored file does not match its digest",
        advice_zh="请联系客服",
        advice_en="contact support",
    ),
    "service.unavailable": Sentence(
        zh="服务暂时不可用",
        en="The service is unavailable",
        advice_zh="请 {seconds} 秒后重试",
        advice_en="try again in {seconds} s",
    ),
    "service.failed": Sentence(
        zh="系统内部错误（编号 {call_id}）",
        en="Something went wrong on our side (reference {call_id})",
        title="Something went wrong on our side",
        advice_zh="请重试，仍然失败时将编号告知客服",
        advice_en="try again, and give the reference to support when it fails again",
    ),
    "service.too_many_requests": Sentence(
        zh="请求过于频繁",
        en="Too many requests",
        advice_zh="请 {seconds} 秒后重试",
        advice_en="try again in {seconds} s",
    ),
}
