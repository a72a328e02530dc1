"""Why a certificate is not listed, printed, copied or downloaded (R36-R58, R85, R104)."""

from typing import Final

from contracts.sentences import Sentence

SENTENCES: Final[dict[str, Sentence]] = {
    "certificate.unknown": Sentence(
        zh="查不到可由您查看的证书 {certificate_no}",
        en="There is no certificate {certificate_no} that you may see",
        title="There is no such certificate that you may see",
        advice_zh="请核对编号和登录的企业，清除其他查询条件，放宽签发日期范围，"
        "其余可能的原因见解决办法",
        advice_en="check the number and the enterprise you are logged in for, clear the other "
        "conditions, widen the issue dates; its diagnosis lists what else it may be",
        rule="R52",
    ),
    "certificate.type_not_open": Sentence(
        zh="该类证书或目的国在签发日尚未开放自助打印",
        en="Type or destination was not open for self-printing on the issue day",
        advice_zh="请到签证机构领取，部分 RCEP 证书可下载电子版",
        advice_en="fetch the certificate from the issuing office, or download it where RCEP "
        "allows that",
        rule="R44",
    ),
    "certificate.not_downloadable": Sentence(
        zh="该证书不支持电子版下载",
        en="This certificate may not be downloaded",
        advice_zh="请自助打印，或到签证机构领取",
        advice_en="print it, or fetch it from the issuing office",
        rule="R85",
    ),
    "certificate.returned": Sentence(
        zh="海关尚未审批通过，或已将证书退回",
        en="Customs has not approved the certificate yet, or has sent it back",
        advice_zh="请修改后重新提交并等待审批",
        advice_en="correct it, submit it again and wait for the approval",
        rule="R104",
    ),
    "certificate.seal_not_authorized": Sentence(
        zh="印章签名尚未授权成功",
        en="Seal and signature are not authorized",
        advice_zh="请设置默认印章和默认签名，点击授权，并确认回执均为接收成功；"
        "之后新审批的证书才能自助打印",
        advice_en="set a default seal and signature, press authorize and see that both are "
        "accepted; certificates approved after that can be self-printed",
        rule="R43",
    ),
    "certificate.authorized_too_late": Sentence(
        zh="授权回执不早于证书最后一次审批",
        en="The authorization was not received before the last approval",
        advice_zh="请联系海关退回证书，重新审批后即可打印",
        advice_en="ask customs to send the certificate back; after a new approval it can be "
        "printed",
        rule="R36",
    ),
    "certificate.declarer_not_filed": Sentence(
        zh="证书上的申报员未备案",
        en="The declarer on the certificate is not filed",
        advice_zh="请在原产地综合服务平台备案该申报员",
        advice_en="file the declarer on the origin service platform",
        rule="R45",
    ),
    "certificate.signature_not_authorized": Sentence(
        zh="审批时该申报员没有已授权的签名",
        en="The declarer had no authorized signature at the approval",
        advice_zh="请制作并授权其签名，再请海关退回证书重新审批",
        advice_en="make and authorize one, then ask customs to send the certificate back for a "
        "new approval",
        rule="R45",
    ),
    "certificate.claimed_at_counter": Sentence(
        zh="该证书已在柜台领取空白证书，一份证书只能以一种方式领取",
        en="A blank form was claimed at the counter, and a certificate is claimed one way only",
        rule="R48",
    ),
    "certificate.replaced": Sentence(
        zh="该证书已由更改证或重发证取代",
        en="The certificate was replaced by an amended or reissued one",
        advice_zh="请打印新证书并将旧证书交还海关",
        advice_en="print the new certificate and give the old one back to customs",
        rule="R99",
    ),
    "certificate.agent_not_authorized": Sentence(
        zh="委托企业没有授权贵公司代理打印，或授权晚于审批",
        en="The principal has not let you print, or only after the approval",
        advice_zh="请委托企业完成印章签名授权并授权代理打印，之后重新审批的证书才能由贵公司打印",
        advice_en="ask it to authorize its seal and signature and to grant agent printing; you "
        "may print what is approved after that",
        rule="R39",
    ),
    "certificate.layout_not_received": Sentence(
        zh="版式尚未接收成功",
        en="The layout has not arrived yet",
        advice_zh="请稍后再查",
        advice_en="search again later",
        rule="R58",
    ),
    "certificate.archived": Sentence(
        zh="证书已归档，不能再打印，也不能提交异常申请",
        en="The certificate is archived: neither printing nor an exception application is possible",
        rule="R56",
    ),
    "certificate.already_printed": Sentence(
        zh="证书已打印",
        en="The certificate is printed already",
        advice_zh="请在打印失败且证书未归档时提交打印异常申请",
        advice_en="if that failed and it is not archived, file an exception application",
        rule="R78",
    ),
    "export.unknown": Sentence(
        zh="没有此导出文件，或已过期",
        en="There is no such export, or it has expired",
        advice_zh="请重新导出",
        advice_en="export again",
        rule="R105",
    ),
    "export.not_ready": Sentence(
        zh="导出文件正在生成，已写入 {rows} 行",
        en="The export is still being written, {rows} rows so far",
        advice_zh="请稍候再下载",
        advice_en="download it in a moment",
        rule="R105",
        title="The export is still being written",
    ),
    "export.grant_ended": Sentence(
        zh="导出文件中有委托企业的证书，而该企业已撤销代理授权",
        en="The file holds certificates of a principal that has taken its grant back",
        advice_zh="请重新导出",
        advice_en="export the list again",
        rule="R39",
    ),
    "export.too_long": Sentence(
        zh="查询结果超过 Excel 一张表的 {limit} 行",
        en="The list has more than the {limit} rows of an Excel sheet",
        advice_zh="请缩小查询条件后再导出",
        advice_en="narrow the filters and export again",
        rule="R105",
        title="The list has more rows than an Excel sheet",
    ),
}
