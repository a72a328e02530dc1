"""What keeps a scanner from scanning, in words, with what to do."""

from typing import Final, Literal

from contracts.sentences import Sentence

ScanTrouble = Literal[
    "jam",
    "busy",
    "cover_open",
    "empty_feeder",
    "unreachable",
    "stopped",
    "cannot",
    "too_large",
    "not_readable",
    "no_program",
    "refused",
    "no_scanner",
    "several_scanners",
    "not_sent",
]

SCAN_TROUBLES: Final[dict[ScanTrouble, Sentence]] = {
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
    "no_scanner": Sentence(
        zh="这台电脑没有找到扫描仪",
        en="no scanner was found at this computer",
        advice_zh="请打开扫描仪，用 USB 连接或接入同一网络后重试",
        advice_en="switch it on, connect it by USB or to the same network, and try again",
    ),
    "several_scanners": Sentence(
        zh="这台电脑找到了多台扫描仪",
        en="several scanners were found at this computer",
        advice_zh="请选择其中一台后重试",
        advice_en="choose one of them and try again",
    ),
    "not_sent": Sentence(
        zh="扫描件未能上传（{reason}）",
        en="the scan could not be sent ({reason})",
        advice_zh="请检查这台电脑的网络后重试",
        advice_en="check this computer's network and try again",
    ),
}


def trouble_in_words(trouble: ScanTrouble, detail: str | None) -> Sentence:
    """`detail` is what the device or its driver says, or what it lacks."""
    return SCAN_TROUBLES[trouble].filled({"reason": detail or "-", "need": detail or "-"})
