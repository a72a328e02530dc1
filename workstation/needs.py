"""What a certificate needs of a printer (R62): in words when it lacks it, and asked of a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from contracts.sentences import Sentence


@dataclass(frozen=True, slots=True)
class NeedInWords:
    """`question` names the `printer`."""

    lacking: Sentence
    question: Sentence


def _need(zh: str, en: str, advice: tuple[str, str], question: tuple[str, str]) -> NeedInWords:
    return NeedInWords(
        Sentence(zh=zh, en=en, advice_zh=advice[0], advice_en=advice[1], rule="R62"),
        Sentence(
            zh=question[0],
            en=question[1],
            advice_zh="请回答是或否，程序会记住",
            advice_en="answer yes or no, which is remembered",
            rule="R62",
        ),
    )


NEEDS: Final[Mapping[str, NeedInWords]] = {
    "online": _need(
        "打印机不接收任务",
        "The printer takes no jobs",
        ("请检查打印机和网络", "check the printer and the network"),
        ("打印机 {printer} 未说明是否在线，它是否已开机", "Is {printer} on? It does not say"),
    ),
    "takes_pdf": _need(
        "打印机不能直接打印 PDF",
        "The printer does not take PDF",
        ("请更换打印机，或通过 CUPS 使用它", "use another one, or this one through CUPS"),
        ("打印机 {printer} 未说明能否打印 PDF，它能吗", "Does {printer} take PDF? It does not say"),
    ),
    "duplex": _need(
        "打印机没有自动双面打印",
        "The printer has no automatic duplex",
        ("请使用支持双面自动打印的彩色打印机", "use a colour printer with automatic duplex"),
        (
            "打印机 {printer} 未说明能否自动双面打印，它能吗",
            "Does {printer} print on both sides by itself? It does not say",
        ),
    ),
    "color": _need(
        "打印机不是彩色的",
        "The printer has no colours",
        ("请使用支持双面自动打印的彩色打印机", "use a colour printer with automatic duplex"),
        (
            "打印机 {printer} 未说明是否彩色，它是吗",
            "Does {printer} print in colour?",
        ),
    ),
    "a4": _need(
        "打印机没有 A4 纸",
        "The printer has no A4",
        ("请放入 A4 纸", "put A4 paper in"),
        ("打印机 {printer} 未说明纸张，是 A4 吗", "Is there A4 in {printer}? It does not say"),
    ),
    "physical": _need(
        "这是虚拟打印机或文件打印机",
        "This is a virtual or a file printer",
        ("请选择真实的打印机", "choose a real one"),
        (
            "{printer} 是会出纸的真实打印机吗",
            "Is {printer} a real printer, out of which paper comes?",
        ),
    ),
}
"""By the name of the need in `contracts.preflights`, in the order in which they are asked."""
