"""Enrolled workstations: pairing, proofs, and whether the program runs (R67-R71)."""

from typing import Final

from contracts.sentences import Sentence

SENTENCES: Final[dict[str, Sentence]] = {
    "workstation.not_installed": Sentence(
        zh="未安装打印程序",
        en="No workstation program is installed",
        advice_zh="请下载并安装打印程序，再用显示的配对码登记：{address}",
        advice_en="download and install it, then enter the code that it shows: {address}",
        rule="R69",
    ),
    "workstation.not_running": Sentence(
        zh="打印程序未启动（{name}，最近一次在线 {last_seen}）",
        en="The workstation program does not run on {name} (last seen {last_seen})",
        title="The workstation program does not run",
        advice_zh="请在该电脑上启动打印程序；如已卸载，请重新安装：{address}",
        advice_en="start it on that computer; where it is gone, install it again: {address}",
        rule="R69",
    ),
    "workstation.too_old": Sentence(
        zh="打印程序版本过低（{name} 上是 {version}，至少需要 {least_version}）",
        en="The workstation program on {name} is too old ({version}, at least {least_version} is "
        "needed)",
        title="The workstation program is too old",
        advice_zh="请下载新版本替换：{address}",
        advice_en="replace it by the version to be had here: {address}",
        rule="R70",
    ),
    "workstation.not_chosen": Sentence(
        zh="有多台已登记的电脑，未指定在哪一台打印",
        en="Several workstations are enrolled, and none was chosen",
        advice_zh="请选择打印的电脑",
        advice_en="choose the one to print on",
    ),
    "workstation.unknown": Sentence(
        zh="没有这台已登记的电脑",
        en="There is no such workstation",
        advice_zh="请刷新后重新选择，或重新登记",
        advice_en="refresh and choose again, or enrol it anew",
    ),
    "workstation.unknown_printer": Sentence(
        zh="该电脑上没有这台打印机",
        en="The workstation has no such printer",
        advice_zh="请重新选择打印机",
        advice_en="choose one of its printers",
    ),
    "workstation.revoked": Sentence(
        zh="该电脑的登记已被撤销",
        en="This workstation was revoked",
        advice_zh="请重新登记",
        advice_en="enrol it anew",
    ),
    "workstation.wrong_proof": Sentence(
        zh="不能证明请求来自该电脑",
        en="The request does not prove that it comes from this workstation",
        advice_zh="请在登记的电脑上打印，或重新登记",
        advice_en="print on the enrolled computer, or enrol it anew",
    ),
    "workstation.proof_stale": Sentence(
        zh="该电脑的时钟与服务器相差过大",
        en="The workstation's clock is too far from the server's",
        advice_zh="请校准电脑的时钟",
        advice_en="set the computer's clock",
    ),
    "workstation.proof_replayed": Sentence(
        zh="该请求已使用过一次",
        en="This very request came before",
        advice_zh="请重新发送，每次使用新的签名",
        advice_en="send it again with a signature of its own",
    ),
    "workstation.bad_key": Sentence(
        zh="公钥无效",
        en="A public key is not valid",
        advice_zh="请重新开始登记",
        advice_en="begin the enrolment again",
    ),
    "workstation.unknown_code": Sentence(
        zh="没有这个配对码，或已过期、已使用",
        en="There is no such code, or it has expired or was used",
        advice_zh="请核对电脑上显示的配对码，必要时重新获取",
        advice_en="compare it with the one on the workstation, and begin again if need be",
    ),
    "workstation.too_many_guesses": Sentence(
        zh="配对码错误次数过多，请 {seconds} 秒后再试",
        en="Too many wrong codes; try again in {seconds} s",
        title="Too many wrong codes",
    ),
    "workstation.unknown_pairing": Sentence(
        zh="没有这次登记，或已过期",
        en="There is no such enrolment under way, or its time is over",
        advice_zh="请重新开始登记",
        advice_en="begin the enrolment again",
    ),
    "workstation.name_taken": Sentence(
        zh="已有名为“{name}”的电脑",
        en="A workstation named {name} is enrolled already",
        title="A workstation of this name is enrolled already",
        advice_zh="请换一个名称，或先撤销原来的登记",
        advice_en="give another name, or revoke that one first",
    ),
    "workstation.key_taken": Sentence(
        zh="该电脑的密钥已登记过",
        en="A workstation with this key was enrolled before",
        advice_zh="请重新开始登记",
        advice_en="begin the enrolment again",
    ),
}
