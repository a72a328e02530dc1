"""Authorizing seals and signatures, and letting agents print (R28-R42)."""

from typing import Final

from contracts.sentences import Sentence

SENTENCES: Final[dict[str, Sentence]] = {
    "authorization.nothing_to_send": Sentence(
        zh="没有默认印章或默认签名",
        en="There is no default seal, or no default signature",
        advice_zh="请先设置默认印章和默认签名",
        advice_en="set a default seal and a default signature first",
        rule="R30",
    ),
    "authorization.unknown_stamp": Sentence(
        zh="所选印章或签名不存在或已停用",
        en="The chosen seal or signature is unknown or stopped",
        advice_zh="请刷新后重新选择",
        advice_en="refresh and choose again",
        rule="R31",
    ),
    "authorization.none": Sentence(
        zh="还没有授权过",
        en="Nothing has been authorized yet",
        advice_zh="请先点击授权",
        advice_en="press authorize first",
        rule="R33",
    ),
    "authorization.signature_mismatch": Sentence(
        zh="签名所属申报员未备案，或备案的身份证号不一致",
        en="The declarer of this signature is not filed, or under another ID number",
        advice_zh="请在原产地综合服务平台备案该申报员或更正身份证号",
        advice_en="file the declarer on the origin service platform, or correct the ID number",
        rule="R28",
    ),
    "agent.seal_not_authorized": Sentence(
        zh="本企业的印章签名目前不能使用：{reason_zh}",
        en="Your own seal and signature may not be used now: {reason_en}",
        title="Your own seal and signature may not be used now",
        advice_zh="请先完成印章签名授权，再授权代理打印",
        advice_en="authorize them before granting agent printing",
        rule="R38",
    ),
    "agent.self": Sentence(
        zh="不能授权给本企业",
        en="An enterprise cannot be its own agent",
        advice_zh="请填写代理企业的统一社会信用代码",
        advice_en="enter the agent's credit code",
        rule="R37",
    ),
    "agent.wrong_code": Sentence(
        zh="统一社会信用代码不正确，校验码不符",
        en="This is no unified social credit code: its check character is wrong",
        advice_zh="请与代理企业的营业执照核对",
        advice_en="compare it with the agent's business licence",
        rule="R37",
    ),
    "agent.unknown_grant": Sentence(
        zh="没有这个代理授权",
        en="There is no such agent grant",
        advice_zh="请刷新后重新选择",
        advice_en="refresh and choose again",
        rule="R37",
    ),
    "agent.unknown_type": Sentence(
        zh="没有证书类别 {type_id}",
        en="There is no certificate type {type_id}",
        title="There is no such certificate type",
        advice_zh="请从证书类别列表中选择",
        advice_en="choose from the list of types",
        rule="R44",
    ),
    "agent.period_past": Sentence(
        zh="代理期限的截止时间已过",
        en="The period of the grant ends in the past",
        advice_zh="请设置将来的截止时间",
        advice_en="let it end in the future",
        rule="R37",
    ),
    "agent.granted_otherwise": Sentence(
        zh="对该代理企业的授权已存在，限制不同",
        en="A grant with other limits is live for this agent",
        advice_zh="请先撤销原授权",
        advice_en="take that one back first",
        rule="R37",
    ),
    "agent.type_not_granted": Sentence(
        zh="委托企业未授权代理打印该类证书",
        en="The principal's grant does not include certificates of this type",
        advice_zh="请联系委托企业",
        advice_en="ask the principal",
        rule="R39",
    ),
    "agent.grant_not_begun": Sentence(
        zh="委托企业的代理打印授权自 {valid_from} 起生效",
        en="The principal's grant begins on {valid_from}",
        title="The principal's grant has not begun",
        advice_zh="请届时再打印",
        advice_en="print from then on",
        rule="R39",
    ),
    "agent.grant_over": Sentence(
        zh="委托企业的代理打印授权已于 {valid_to} 到期",
        en="The principal's grant ended on {valid_to}",
        title="The principal's grant has ended",
        advice_zh="请联系委托企业重新授权",
        advice_en="ask the principal for another one",
        rule="R39",
    ),
    "agent.originals_used_up": Sentence(
        zh="委托企业授权代理打印的 {originals} 份正本已用完",
        en="The {originals} originals of the principal's grant are used up",
        title="The originals of the principal's grant are used up",
        advice_zh="请联系委托企业重新授权",
        advice_en="ask the principal for another grant",
        rule="R39",
    ),
}
