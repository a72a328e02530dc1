"""Scans, seals and signatures (R8-R26)."""

from typing import Final

from contracts.sentences import Sentence

SENTENCES: Final[dict[str, Sentence]] = {
    # What to do stands in the finding's own sentence.
    "scan.refused": Sentence(
        zh="扫描件不合格：{message_zh}",
        en="The scan was refused: {message_en}",
        title="The scan was refused",
    ),
    "scan.unreadable": Sentence(
        zh="扫描件无法处理",
        en="The scan cannot be processed",
        advice_zh="请重新扫描并另存后再上传",
        advice_en="scan the page again and save it anew",
    ),
    "scan.busy": Sentence(
        zh="正在处理其他扫描件",
        en="Other scans are in work",
        advice_zh="请 {seconds} 秒后重试",
        advice_en="try again in {seconds} s",
    ),
    "scan.unknown_request": Sentence(
        zh="没有这个扫描请求，或已结束",
        en="There is no such request for a scan, or it is over",
        advice_zh="请重新扫描",
        advice_en="scan again",
    ),
    "scan.not_there": Sentence(
        zh="扫描件尚未传来",
        en="The scan has not come yet",
        advice_zh="请等待扫描完成",
        advice_en="wait until the scanner is done",
    ),
    "scan.unknown_scanner": Sentence(
        zh="该电脑上没有这台扫描仪",
        en="The workstation has no such scanner",
        advice_zh="请重新选择扫描仪",
        advice_en="choose one of its scanners",
    ),
    "seal.unknown": Sentence(
        zh="没有这个印章",
        en="There is no such seal",
        advice_zh="请刷新后重新选择",
        advice_en="refresh and choose again",
    ),
    "signature.unknown": Sentence(
        zh="没有这个签名",
        en="There is no such signature",
        advice_zh="请刷新后重新选择",
        advice_en="refresh and choose again",
    ),
    "seal.name_taken": Sentence(
        zh="本企业已有名称为“{name}”的印章",
        en="The enterprise has a seal named {name} already",
        title="The enterprise has a seal of this name already",
        advice_zh="请换一个名称，或先停用并删除原印章",
        advice_en="choose another name, or stop and delete that seal first",
        rule="R23",
    ),
    "seal.validity_outside_card": Sentence(
        zh="印章有效期必须在操作员卡证书有效期（{valid_from} 至 {valid_to}）之内",
        en="The seal's validity must lie inside the card certificate's ({valid_from} to "
        "{valid_to})",
        title="The seal's validity must lie inside the card certificate's",
        advice_zh="请选择其间的日期",
        advice_en="choose dates between these",
        rule="R22",
    ),
    "seal.validity_over": Sentence(
        zh="印章有效期已过",
        en="The seal's validity is over already",
        advice_zh="请选择更晚的截止日期",
        advice_en="choose a later end",
        rule="R22",
    ),
    "seal.still_in_use": Sentence(
        zh="该印章或签名仍在使用中",
        en="The seal or signature is still in use",
        advice_zh="请先停用，再删除",
        advice_en="stop it first, then delete it",
        rule="R26",
    ),
    "seal.disabled": Sentence(
        zh="已授权的印章已停用或删除",
        en="The authorized seal was stopped or deleted",
        advice_zh="请设置新的默认印章并重新授权",
        advice_en="choose another default seal and authorize it",
        rule="R26",
    ),
    "seal.not_yet_valid": Sentence(
        zh="印章自 {valid_from} 起才有效",
        en="The seal is not valid before {valid_from}",
        title="The seal is not valid yet",
        advice_zh="请等到该日，或更换默认印章并重新授权",
        advice_en="wait until then, or choose another default seal and authorize it",
        rule="R22",
    ),
    "seal.expired": Sentence(
        zh="印章有效期已于 {valid_to} 届满",
        en="The seal was valid until {valid_to}",
        title="The seal's validity is over",
        advice_zh="请更换印章并重新授权",
        advice_en="replace it and authorize the new one",
        rule="R22",
    ),
    "signature.left_out": Sentence(
        zh="最近一次授权不包括该申报员的签名",
        en="The latest authorization leaves out this declarer's signature",
        advice_zh="请将其签名设为默认签名并重新授权",
        advice_en="make it a default signature and authorize again",
        rule="R30",
    ),
    "signature.disabled": Sentence(
        zh="已授权的申报员签名已停用或删除",
        en="The declarer's authorized signature was stopped or deleted",
        advice_zh="请设置新的默认签名并重新授权",
        advice_en="choose another default signature and authorize it",
        rule="R26",
    ),
}
