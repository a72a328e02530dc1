"""What `doctor` says of each thing that it looked at, and what to do."""

from typing import Final

from contracts.sentences import Sentence

SAID: Final[dict[str, Sentence]] = {
    "paired": Sentence(zh="已配对为“{name}”（{gateway}）", en="paired as {name} at {gateway}"),
    "not_paired": Sentence(
        zh="尚未配对",
        en="this computer is not paired",
        advice_zh="请运行 `originprint-workstation pair`，并在浏览器中输入显示的配对码",
        advice_en="run `originprint-workstation pair` and enter the code in the browser",
    ),
    "keys_private": Sentence(
        zh="密钥文件只有本人可读", en="the file of the keys is readable by its owner alone"
    ),
    "keys_open": Sentence(
        zh="密钥文件 {file} 可被他人读取",
        en="others can read the keys in {file}",
        advice_zh="请运行 `chmod 600 {file}`；怀疑泄露时请法人撤销后重新配对",
        advice_en="run `chmod 600 {file}`; have it revoked and pair anew if somebody did",
    ),
    "gateway": Sentence(
        zh="服务器可以连接，其名称已验证", en="the gateway answers, and its name was checked"
    ),
    "gateway_plain": Sentence(
        zh="与服务器的连接未加密",
        en="the connection to the gateway is not encrypted",
        advice_zh="请用 https 地址重新配对",
        advice_en="pair anew with its https address",
    ),
    "gateway_away": Sentence(
        zh="无法连接服务器 {subject}（{reason}）",
        en="the gateway {subject} cannot be reached ({reason})",
        advice_zh="请检查网络、代理和防火墙",
        advice_en="check network, proxy and firewall",
    ),
    "gateway_name": Sentence(
        zh="服务器 {subject} 的证书不可信（{reason}）",
        en="the certificate of {subject} is not to be trusted ({reason})",
        advice_zh="请勿继续，并联系网络管理员：可能有人冒充服务器",
        advice_en="stop, and ask who runs the network: somebody may pose as the gateway",
    ),
    "clock": Sentence(zh="电脑时钟准确", en="the clock is right"),
    "clock_off": Sentence(
        zh="电脑时钟相差 {seconds} 秒",
        en="the clock is {seconds} seconds off",
        advice_zh="请打开自动校时",
        advice_en="switch its synchronization on",
    ),
    "clock_wrong": Sentence(
        zh="电脑时钟相差 {seconds} 秒，请求会被拒绝",
        en="the clock is {seconds} seconds off, requests are refused",
        advice_zh="请打开自动校时",
        advice_en="switch its synchronization on",
    ),
    "version": Sentence(zh="程序版本 {version} 可用", en="version {version} may print"),
    "newer": Sentence(
        zh="程序版本 {version} 可用，有新版本 {latest}",
        en="version {version} may print, and there is {latest}",
        advice_zh="请下载：{address}，SHA-256 {sha256}",
        advice_en="download it: {address}, SHA-256 {sha256}",
    ),
    "too_old": Sentence(
        zh="程序版本 {version} 过低，至少需要 {least}",
        en="version {version} is too old, {least} is the least",
        advice_zh="请下载并替换：{address}，SHA-256 {sha256}",
        advice_en="download and replace it: {address}, SHA-256 {sha256}",
    ),
    "printer": Sentence(zh="打印机 {subject} 符合要求", en="printer {subject} is fit"),
    "no_printer": Sentence(
        zh="未指定打印机",
        en="no printer was named",
        advice_zh="请用 --printer 指定",
        advice_en="name one with --printer",
    ),
    "printer_away": Sentence(
        zh="无法连接打印机 {subject}（{reason}）",
        en="printer {subject} cannot be reached ({reason})",
        advice_zh="请检查打印机电源、网络和地址",
        advice_en="check its power, network and address",
    ),
    "printer_unfit": Sentence(
        zh="打印机 {subject} 不符合要求：{lacks_zh}",
        en="printer {subject} is not fit: {lacks_en}",
        advice_zh="请换用支持 A4、彩色、自动双面的打印机",
        advice_en="use one with A4, colour and automatic duplex",
        rule="R62",
    ),
    "card": Sentence(zh="卡可用：{holder}", en="a card is there: {holder}"),
    "scanner": Sentence(zh="扫描仪 {subject} 可用", en="scanner {subject} is there"),
    "no_scanner": Sentence(
        zh="没有找到扫描仪",
        en="no scanner was found",
        advice_zh="需要从本机扫描印章时请用 --scanner 指定",
        advice_en="name one with --scanner to scan seals from here",
    ),
    "disk": Sentence(zh="磁盘剩余 {free} MiB", en="{free} MiB are free on the disk"),
    "disk_full": Sentence(
        zh="磁盘仅剩 {free} MiB",
        en="only {free} MiB are free on the disk",
        advice_zh="请清理磁盘：没有空间记录就不会打印",
        advice_en="make room: nothing prints that cannot be put down",
    ),
    "journal": Sentence(zh="打印记录完好", en="the journal is sound"),
    "journal_busy": Sentence(
        zh="打印记录正被使用（{reason}）",
        en="the journal is in use ({reason})",
        advice_zh="程序空闲时再检查",
        advice_en="look again while the program is idle",
    ),
    "journal_damaged": Sentence(
        zh="打印记录已损坏（{reason}）",
        en="the journal is damaged ({reason})",
        advice_zh="请停止打印，保留该文件，并在网页上逐一确认未答复的打印",
        advice_en="stop printing, keep the file, and answer each open print in the portal",
    ),
    "window": Sentence(zh="窗口可以显示", en="windows can be shown"),
    "no_desktop": Sentence(zh="没有桌面，使用终端", en="there is no desktop: the terminal is used"),
    "no_window": Sentence(
        zh="未安装 tkinter，无法显示窗口",
        en="tkinter is not installed: no windows are shown",
        advice_zh="请安装 python3-tk，或使用终端",
        advice_en="install python3-tk, or use the terminal",
    ),
}
