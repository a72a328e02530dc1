"""What the program itself says, in Chinese and English."""

import locale
import os
from typing import Final, Literal

from contracts.sentences import Sentence

Language = Literal["zh", "en"]


def language_of(wanted: str | None = None) -> Language:
    """As wanted, or as the person's locale says."""
    said = wanted or os.environ.get("LC_ALL") or os.environ.get("LANG") or locale.getlocale()[0]
    return "zh" if str(said).lower().startswith("zh") else "en"


def text(sentence: Sentence, language: Language) -> str:
    """What is so, and what to do, in one of the two languages."""
    return sentence.whole_zh if language == "zh" else sentence.whole_en


def both(sentence: Sentence) -> str:
    """For logs and for whoever's language is not known."""
    return f"{sentence.whole_zh} / {sentence.whole_en}"


def card(key: str, **details: object) -> Sentence:
    """A sentence of CARD with its details."""
    return CARD[key].filled(details)


CARD: Final[dict[str, Sentence]] = {
    "unreadable": Sentence(
        zh="读不出卡（{reason}）",
        en="the card cannot be read ({reason})",
        advice_zh="请重新插卡或检查读卡器",
        advice_en="insert it again, or check the reader",
    ),
    "wrong_pin": Sentence(
        zh="PIN 码错误，还可以再试 {left} 次",
        en="the PIN is wrong, {left} tries are left",
        advice_zh="请核对后重新输入",
        advice_en="check it and enter it again",
    ),
    "wrong_pin_last": Sentence(
        zh="PIN 码错误，只剩最后 1 次机会，再错卡将被锁定",
        en="the PIN is wrong, one try is left: another wrong PIN locks the card",
        advice_zh="没有把握时请停止输入，到电子口岸办理点查询",
        advice_en="stop where you are not sure, and ask at an E-Port office",
    ),
    "wrong_pin_low": Sentence(
        zh="PIN 码错误，卡提示剩余次数不多（卡不告知具体次数）",
        en="the PIN is wrong, and the card says that few tries are left (it does not say how many)",
        advice_zh="请核对后重新输入",
        advice_en="check it and enter it again",
    ),
    "wrong_pin_uncounted": Sentence(
        zh="PIN 码错误（该卡不告知剩余次数）",
        en="the PIN is wrong (this card does not say how many tries are left)",
        advice_zh="请核对后重新输入",
        advice_en="check it and enter it again",
    ),
    "locked": Sentence(
        zh="卡已被锁定，PIN 码输错次数过多",
        en="the card is locked after too many wrong PINs",
        advice_zh="请到电子口岸办理点解锁",
        advice_en="have it unlocked at an E-Port office",
    ),
    "pulled_out": Sentence(
        zh="签名过程中卡被拔出，没有产生签名",
        en="the card was pulled out in the middle, nothing was signed",
        advice_zh="请重新插卡后再试",
        advice_en="insert it and try again",
    ),
    "no_card": Sentence(
        zh="没有找到卡",
        en="no card was found",
        advice_zh="请插入电子口岸卡，或用 `card use` 指定",
        advice_en="insert an E-Port card, or name one with `card use`",
    ),
    "several": Sentence(
        zh="有多张可用的卡证书：{choices}",
        en="there are several certificates: {choices}",
        advice_zh="请用 `card use --certificate` 选择其中一张",
        advice_en="choose one of them with `card use --certificate`",
    ),
    "no_module": Sentence(
        zh="读卡器的 PKCS#11 模块无法载入（{reason}）",
        en="the reader's PKCS#11 module cannot be loaded ({reason})",
        advice_zh="请安装读卡器驱动并检查路径",
        advice_en="install the reader's driver and check the path",
    ),
    "expired": Sentence(
        zh="卡证书已于 {day} 到期",
        en="the card's certificate expired on {day}",
        advice_zh="请到电子口岸办理点更新",
        advice_en="have it renewed at an E-Port office",
    ),
    "not_yet_valid": Sentence(
        zh="卡证书自 {day} 起才有效",
        en="the card's certificate is not valid before {day}",
        advice_zh="请检查电脑的日期，或到时再用",
        advice_en="check this computer's date, or use it from then on",
    ),
    "no_statement": Sentence(
        zh="要求签名的内容不是一份可读的签名声明，已拒绝签名",
        en="what is to be signed is not one readable statement, so it is not signed",
        advice_zh="请在网页上重新操作",
        advice_en="begin again in the browser",
    ),
    "other_purpose": Sentence(
        zh="声明的用途与请求不符，已拒绝签名",
        en="the statement is for something else than was asked for, so it is not signed",
        advice_zh="请在网页上重新操作，并告知本企业法人",
        advice_en="begin again in the browser, and tell the legal person",
    ),
    "other_code": Sentence(
        zh="声明中的核对码与输入的不一致，已拒绝签名",
        en="the code in the statement is not the one that was entered, so it is not signed",
        advice_zh="请在网页上重新操作",
        advice_en="begin again in the browser",
    ),
    "refused": Sentence(zh="已拒绝签名", en="nothing was signed, as you refused"),
    "signed": Sentence(
        zh="已签名", en="signed", advice_zh="请回到浏览器继续", advice_en="go on in the browser"
    ),
    "none_waits": Sentence(zh="没有待签名的声明", en="no statement waits to be signed"),
}
