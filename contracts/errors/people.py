"""Logging in, cards, operators and declarers (R1-R7, R19-R21, R27, R28)."""

from typing import Final

from contracts.sentences import Sentence

SENTENCES: Final[dict[str, Sentence]] = {
    "session.required": Sentence(
        zh="尚未登录",
        en="You are not logged in",
        advice_zh="请先登录",
        advice_en="log in first",
        rule="R1",
    ),
    "session.expired": Sentence(
        zh="登录已过期",
        en="The session has expired",
        advice_zh="请重新登录",
        advice_en="log in again",
        rule="R1",
    ),
    "session.wrong_password": Sentence(
        zh="用户名或密码不正确",
        en="User name or password is wrong",
        advice_zh="请核对后重新输入",
        advice_en="check both and enter them again",
        rule="R1",
    ),
    "session.locked": Sentence(
        zh="连续失败次数过多",
        en="Too many failures",
        advice_zh="请 {seconds} 秒后再试",
        advice_en="try again in {seconds} s",
    ),
    "session.medium_not_allowed": Sentence(
        zh="此操作需要使用法人卡登录",
        en="This needs a login with the legal-person card",
        advice_zh="请用法人卡重新登录",
        advice_en="log in again with that card",
        rule="R2",
    ),
    "card.untrusted": Sentence(
        zh="卡证书不是由受信任的机构签发",
        en="The card certificate was not issued by a trusted authority",
        advice_zh="请使用电子口岸卡",
        advice_en="use a card of the electronic port",
        rule="R4",
    ),
    "card.not_valid_now": Sentence(
        zh="卡证书不在有效期内",
        en="The card certificate is not valid today",
        advice_zh="请更新该卡或换用有效的卡",
        advice_en="have the card renewed, or use one that is valid",
        rule="R4",
    ),
    "card.replaced": Sentence(
        zh="该卡已被新卡取代",
        en="This card was replaced by a newer one",
        advice_zh="请使用新卡",
        advice_en="use the newer card",
        rule="R4",
    ),
    "card.unknown_challenge": Sentence(
        zh="登录挑战不存在或已过期",
        en="The card challenge is unknown or has expired",
        advice_zh="请重试",
        advice_en="try again",
        rule="R4",
    ),
    "card.wrong_signature": Sentence(
        zh="卡签名不正确",
        en="The card's signature is wrong",
        advice_zh="请用该卡重新签名",
        advice_en="sign again with the card",
        rule="R24",
    ),
    "card.not_bound": Sentence(
        zh="所选人员没有绑定电子口岸卡",
        en="The chosen person has no bound card",
        advice_zh="请先让其用卡登录，或另选人员",
        advice_en="let this person log in with a card first, or choose another",
        rule="R21",
    ),
    "operator.unknown": Sentence(
        zh="没有这个操作员",
        en="There is no such operator",
        advice_zh="请刷新后重新选择",
        advice_en="refresh and choose again",
        rule="R21",
    ),
    "operator.user_name_taken": Sentence(
        zh="用户名 {user_name} 已被使用",
        en="The user name {user_name} is taken",
        title="The user name is taken",
        advice_zh="请换一个",
        advice_en="choose another",
    ),
    "operator.weak_password": Sentence(
        zh="密码至少需要 {minimum} 个字符",
        en="A password needs at least {minimum} characters",
        title="The password is too short",
        advice_zh="请设置更长的密码",
        advice_en="choose a longer one",
    ),
    "operator.wrong_persons_card": Sentence(
        zh="该卡的身份证号与填写的身份证号不一致",
        en="The card's ID number is not the one given, so it is another person's",
        advice_zh="请核对身份证号，或换用本人的卡",
        advice_en="check the number, or use this person's own card",
        rule="R28",
    ),
    "operator.wrong_enterprise_card": Sentence(
        zh="该卡属于另一家企业",
        en="The card belongs to another enterprise",
        advice_zh="请使用本企业的卡",
        advice_en="use a card of your own enterprise",
    ),
    "declarer.unknown": Sentence(
        zh="没有这个已备案的申报员",
        en="There is no such filed declarer",
        advice_zh="请先在原产地综合服务平台备案",
        advice_en="file the declarer on the origin service platform first",
        rule="R19",
    ),
}
