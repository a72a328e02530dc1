"""API tokens and webhooks: what programs of an enterprise, and those who set them up, are told."""

from typing import Final

from contracts.sentences import Sentence

SENTENCES: Final[dict[str, Sentence]] = {
    "token.out_of_scope": Sentence(
        zh="该接口令牌没有权限范围 {scope}",
        en="The API token lacks the scope {scope}",
        title="The API token lacks a scope",
        advice_zh="请法人用法人卡登录后创建含有该权限范围的令牌",
        advice_en="have the legal person make a token with it",
    ),
    "token.not_for_programs": Sentence(
        zh="此操作只能由登录的人员进行，接口令牌不能代替",
        en="This is for people who log in, and no API token opens it",
        advice_zh="请登录后操作",
        advice_en="log in and do it there",
    ),
    "token.unknown": Sentence(
        zh="没有这个接口令牌",
        en="There is no such API token",
        advice_zh="请刷新后重新选择",
        advice_en="refresh and choose again",
    ),
    "token.end_past": Sentence(
        zh="令牌的截止时间已过",
        en="The end of the token has passed already",
        advice_zh="请填写将来的时间",
        advice_en="give a time to come",
    ),
    "token.too_many": Sentence(
        zh="企业有效的接口令牌已达上限 {limit} 个",
        en="The enterprise has as many as {limit} live API tokens, which is the most",
        title="The enterprise has too many API tokens",
        advice_zh="请先撤销不再使用的令牌",
        advice_en="revoke those that are no longer used",
    ),
    "webhook.unknown": Sentence(
        zh="没有这个 Webhook",
        en="There is no such webhook",
        advice_zh="请刷新后重新选择",
        advice_en="refresh and choose again",
    ),
    "webhook.unknown_delivery": Sentence(
        zh="该 Webhook 没有这次投递",
        en="The webhook has no such delivery",
        advice_zh="请刷新后重新选择",
        advice_en="refresh and choose again",
    ),
    "webhook.bad_url": Sentence(
        zh="Webhook 地址不可用：{reason}",
        en="The address of the webhook cannot be used: {reason}",
        title="The address of the webhook cannot be used",
        advice_zh="请填写可从互联网访问的 https 地址",
        advice_en="give an https address that the Internet reaches",
    ),
    "webhook.too_many": Sentence(
        zh="企业的 Webhook 已达上限 {limit} 个",
        en="The enterprise has as many as {limit} webhooks, which is the most",
        title="The enterprise has too many webhooks",
        advice_zh="请先删除不再使用的 Webhook",
        advice_en="delete those that are no longer used",
    ),
    "webhook.disabled": Sentence(
        zh="该 Webhook 已停用",
        en="The webhook is disabled",
        advice_zh="请先启用",
        advice_en="enable it first",
    ),
}
