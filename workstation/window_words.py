"""What the window says, in Chinese and English."""

from typing import Final

from workstation.queue import State
from workstation.words import Language

Both = dict[Language, str]

TITLE: Final[Both] = {"zh": "原产地证书打印程序", "en": "Certificates of origin: workstation"}
STATES: Final[dict[State, Both]] = {
    "printing": {"zh": "正在打印", "en": "printing"},
    "waiting": {"zh": "等待", "en": "waits"},
    "went_wrong": {"zh": "出错", "en": "went wrong"},
    "unknown": {"zh": "结果不明", "en": "not known"},
    "printed": {"zh": "已打印", "en": "printed"},
    "dropped": {"zh": "已取消", "en": "dropped"},
}
COLUMNS: Final[dict[str, Both]] = {
    "state": {"zh": "状态", "en": "State"},
    "certificate": {"zh": "证书编号", "en": "Certificate"},
    "printer": {"zh": "打印机", "en": "Printer"},
    "said": {"zh": "情况与处理办法", "en": "What is so, and what to do"},
}
LABELS: Final[dict[str, Both]] = {
    "paired": {"zh": "{name} · {gateway}", "en": "{name} · {gateway}"},
    "not_paired": {
        "zh": "尚未配对：请运行 originprint-workstation pair",
        "en": "Not paired yet: run originprint-workstation pair",
    },
    "nothing": {"zh": "没有打印任务", "en": "Nothing to print"},
    "as_of": {"zh": "（{at} 查询）", "en": "(as of {at})"},
    "yes": {"zh": "是", "en": "Yes"},
    "no": {"zh": "否", "en": "No"},
    "log_in": {"zh": "用卡登录浏览器…", "en": "Log a browser in with the card…"},
    "other": {"zh": "English", "en": "中文"},
    "code": {
        "zh": "请输入您自己的浏览器上显示的核对码。\n他人发来的核对码请勿输入。",
        "en": "Enter the code that your own browser shows.\nNever one that somebody sent you.",
    },
    "go_on": {"zh": "继续", "en": "Go on"},
    "close": {"zh": "关闭", "en": "Close"},
    "sign_title": {"zh": "签名声明", "en": "Statement to be signed"},
    "read": {"zh": "请逐行核对，无误后输入 PIN 码：", "en": "Read every line, then enter the PIN:"},
    "card": {"zh": "签名的卡：", "en": "Signing card: "},
    "asked_by": {"zh": "请求者：", "en": "Asked by: "},
    "sign": {"zh": "签名", "en": "Sign"},
    "refuse": {"zh": "拒绝", "en": "Refuse"},
}
"""By what they stand on."""
FAMILIES: Final = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Microsoft YaHei",
    "PingFang SC",
    "SimSun",
)
"""Fonts with Chinese characters, the first that is there."""
