"""What keeps a scanner from scanning, in words, with what to do."""

from typing import Final

from contracts.sentences import Sentence


class ScanError(Exception):
    """No scan came; `code` is one of FAULTS."""

    def __init__(self, code: str, **details: object) -> None:
        self.code = code
        self.sentence = FAULTS[code].filled(details)
        super().__init__(self.sentence.whole_en)


FAULTS: Final[dict[str, Sentence]] = {
    "jam": Sentence(
        zh="扫描仪卡纸",
        en="paper is jammed in the scanner",
        advice_zh="请取出卡纸，改用平板扫描",
        advice_en="clear it, and lay the sheet on the glass",
    ),
    "busy": Sentence(
        zh="扫描仪正忙",
        en="the scanner is busy",
        advice_zh="请等待当前任务结束后再试",
        advice_en="try again when its job is over",
    ),
    "cover_open": Sentence(
        zh="扫描仪盖板已打开",
        en="a cover of the scanner is open",
        advice_zh="请关好盖板",
        advice_en="close it",
    ),
    "empty_feeder": Sentence(
        zh="进纸器中没有纸",
        en="the feeder is empty",
        advice_zh="请放入纸张，或改用平板扫描",
        advice_en="put the sheet in, or lay it on the glass",
    ),
    "unreachable": Sentence(
        zh="无法连接扫描仪（{reason}）",
        en="the scanner cannot be reached ({reason})",
        advice_zh="请检查扫描仪电源、网络和地址",
        advice_en="check its power, network and address",
    ),
    "stopped": Sentence(
        zh="扫描仪停止工作（{reason}）",
        en="the scanner has stopped ({reason})",
        advice_zh="请查看扫描仪面板",
        advice_en="look at its panel",
    ),
    "cannot": Sentence(
        zh="该扫描仪不支持 {need}",
        en="this scanner cannot do {need}",
        advice_zh="请换用支持 600 dpi A4 的扫描仪",
        advice_en="use one that scans A4 at 600 dpi",
    ),
    "too_large": Sentence(
        zh="扫描文件过大",
        en="the scan is too large",
        advice_zh="请检查扫描仪的压缩设置",
        advice_en="check the scanner's compression",
    ),
    "not_readable": Sentence(
        zh="扫描仪的应答无法理解（{reason}）",
        en="the scanner's answer cannot be read ({reason})",
        advice_zh="请更新扫描仪固件或换用其他扫描仪",
        advice_en="update its firmware, or use another one",
    ),
    "no_program": Sentence(
        zh="未安装 scanimage",
        en="scanimage is not installed",
        advice_zh="请安装 sane-utils 软件包",
        advice_en="install the package sane-utils",
    ),
    "refused": Sentence(
        zh="扫描程序报告：{reason}",
        en="the scanning program says: {reason}",
        advice_zh="请检查扫描仪",
        advice_en="check the scanner",
    ),
}
