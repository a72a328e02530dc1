"""Print jobs, tickets, the seal-use ledger and exception applications (R22-R29, R48, R72-R84)."""

from typing import Final

from contracts.sentences import Sentence

SENTENCES: Final[dict[str, Sentence]] = {
    "print.original_live": Sentence(
        zh="该证书已有一份有效正本（打印编号 {print_serial}）",
        en="An original of this certificate is live already (print serial {print_serial})",
        title="An original of this certificate is live already",
        advice_zh="请继续已有的打印任务，打印失败时提交打印异常申请",
        advice_en="go on with its print job, or file an exception application if that failed",
        rule="R48",
    ),
    "print.unknown_job": Sentence(
        zh="没有这个打印任务",
        en="There is no such print job",
        advice_zh="请刷新后重新选择",
        advice_en="refresh and choose again",
    ),
    "print.copies_used_up": Sentence(
        zh="今天已制作 {limit} 份副本，达到每日上限",
        en="{limit} copies were made today, which is the most a day",
        title="No more copies can be made today",
        advice_zh="请使用已制作的副本，或明天再试",
        advice_en="use those that were made, or try again tomorrow",
        rule="R61",
    ),
    "print.no_copy": Sentence(
        zh="还没有为该证书制作副本",
        en="No copy of this certificate was made yet",
        advice_zh="请先制作副本",
        advice_en="make one first",
        rule="R61",
    ),
    "print.no_preflight": Sentence(
        zh="打印程序没有说明打印机是否合适",
        en="The workstation did not say whether the printer is fit",
        advice_zh="请更新打印程序",
        advice_en="bring the workstation program up to date",
        rule="R62",
    ),
    "print.printer_unfit": Sentence(
        zh="打印机不符合要求（{needs}）",
        en="The printer lacks what a certificate needs ({needs})",
        title="The printer lacks what a certificate needs",
        advice_zh="请使用支持双面自动打印的彩色打印机和 A4 纸",
        advice_en="use a colour printer with automatic duplex and A4 paper",
        rule="R62",
    ),
    "print.printer_unknown": Sentence(
        zh="打印机没有说明是否符合要求（{needs}），也没有人确认",
        en="The printer does not say whether it is fit ({needs}), and nobody vouched for it",
        title="It is not known whether the printer is fit",
        advice_zh="请在打印程序中确认打印机的性能",
        advice_en="answer the workstation program's question about it",
        rule="R62",
    ),
    "print.unknown_ticket": Sentence(
        zh="打印凭证无效",
        en="The print ticket is not valid",
        advice_zh="请重新点击打印",
        advice_en="press print again",
    ),
    "print.ticket_expired": Sentence(
        zh="打印凭证已过期",
        en="The print ticket has expired",
        advice_zh="请重新点击打印",
        advice_en="press print again",
    ),
    "print.wrong_workstation": Sentence(
        zh="打印凭证属于另一台电脑",
        en="The print ticket belongs to another workstation",
        advice_zh="请在该电脑上打印",
        advice_en="print on that workstation",
    ),
    "print.ticket_void": Sentence(
        zh="该打印任务已作废",
        en="This print job is void",
        advice_zh="请重新点击打印",
        advice_en="press print again",
    ),
    "print.not_released": Sentence(
        zh="文件尚未送达打印工作站，无法确认",
        en="The document has not reached the workstation yet",
        advice_zh="请在打印之后确认",
        advice_en="confirm it after printing",
        rule="R72",
    ),
    "print.already_released": Sentence(
        zh="文件已送达打印工作站，不能取消",
        en="The document went to the workstation, so the job cannot be cancelled",
        advice_zh="请确认打印结果",
        advice_en="say what became of it",
        rule="R72",
    ),
    "print.parts_not_granted": Sentence(
        zh="异常申请的操作类型是重新打印正本，只能再打印正本",
        en="The exception application was for the original alone, so only that may be printed",
        advice_zh="请选择打印正本，副本可另行打印",
        advice_en="print the original, and copies by themselves",
        rule="R80",
    ),
    "print.already_confirmed": Sentence(
        zh="打印结果已确认为“{answer_zh}”",
        en="The result was already confirmed: {answer_en}",
        title="The result was already confirmed",
        rule="R72",
    ),
    "print.not_renderable": Sentence(
        zh="证书无法完整排版：{reason_zh}",
        en="The certificate cannot be rendered whole: {reason_en}",
        title="The certificate cannot be rendered whole",
        advice_zh="请联系海关更正证书内容",
        advice_en="ask customs to correct the certificate",
        rule="R101",
    ),
    "ledger.no_uses": Sentence(
        zh="账本中没有这样的用章记录",
        en="The ledger holds no such use of your seal",
        advice_zh="请核对证书编号和打印编号",
        advice_en="check the certificate number and the serial",
    ),
    "ledger.proof_too_long": Sentence(
        zh="用章证明过长（{rows} 行，上限 {limit} 行）",
        en="The proof would be too long ({rows} rows, at most {limit})",
        title="The proof would be too long",
        advice_zh="请按证书编号查询，仍过长时再加打印编号",
        advice_en="ask with a certificate number, and where that is too long still, with a print "
        "serial",
    ),
    "exception.unknown_reason": Sentence(
        zh="没有这个异常原因",
        en="There is no such reason",
        advice_zh="请从异常申请原因中选择",
        advice_en="choose one of the list of reasons",
        rule="R84",
    ),
    "exception.not_printed": Sentence(
        zh="证书状态不是已打印，无需异常申请",
        en="The certificate is not printed, so there is nothing to apply for",
        advice_zh="请直接打印",
        advice_en="print it",
        rule="R78",
    ),
    "exception.replaced": Sentence(
        zh="证书已由更改证或重发证取代，不能提交异常申请",
        en="The certificate was replaced by another one, so no application is possible",
        advice_zh="请打印新证书",
        advice_en="print the new certificate",
        rule="R99",
    ),
    "exception.archived": Sentence(
        zh="证书已归档，不能提交异常申请",
        en="The certificate is archived, so no application is possible",
        rule="R83",
    ),
}
