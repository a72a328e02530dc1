"""Why a sheet is judged as it is, and what people are told: data, by reason (R75, R76)."""

from contracts.printing import JobState
from contracts.sentences import Sentence
from contracts.verification import VerificationVerdict

# (state of the print, certificate archived) -> reason
REASONS: dict[tuple[JobState, bool], str] = {
    ("issued", False): "never_released",
    ("issued", True): "never_released",
    ("released", False): "awaiting_confirmation",
    ("released", True): "valid",
    ("printed", False): "awaiting_archiving",
    ("printed", True): "valid",
    ("failed", False): "reported_failed",
    ("failed", True): "reported_failed",
    ("voided", False): "voided",
    ("voided", True): "voided",
    ("expired", False): "never_released",
    ("expired", True): "never_released",
}

ANSWERS: dict[str, tuple[VerificationVerdict, Sentence]] = {
    "valid": (
        "valid",
        Sentence(
            zh="证书 {certificate_no} 有效，打印编号 {print_serial}，已归档。",
            en="Certificate {certificate_no} is valid; sheet {print_serial}, archived.",
        ),
    ),
    "awaiting_confirmation": (
        "not_archived",
        Sentence(
            zh="证书 {certificate_no} 由本系统打印（打印编号 {print_serial}），"
            "出口企业尚未确认打印结果，尚未归档。",
            en="Certificate {certificate_no} was printed by us (sheet {print_serial}); "
            "the exporter has not confirmed the print yet, so it is not archived.",
        ),
    ),
    "awaiting_archiving": (
        "not_archived",
        Sentence(
            zh="证书 {certificate_no} 由本系统打印（打印编号 {print_serial}），已确认，尚未归档。",
            en="Certificate {certificate_no} was printed by us (sheet {print_serial}) and "
            "confirmed; it is not archived yet.",
        ),
    ),
    "not_printed": (
        "not_archived",
        Sentence(
            zh="证书 {certificate_no} 已签发，尚未自助打印。",
            en="Certificate {certificate_no} was issued but has not been printed by its exporter.",
        ),
    ),
    "archived_elsewhere": (
        "valid",
        Sentence(
            zh="证书 {certificate_no} 有效，已归档，不是由本系统打印的。",
            en="Certificate {certificate_no} is valid and archived; it was not printed by us.",
        ),
    ),
    "preview": (
        "voided",
        Sentence(
            zh="打印编号 {print_serial} 是证书 {certificate_no} 的预览副本，非有效证书。",
            en="Sheet {print_serial} is a preview of certificate {certificate_no}, "
            "not a valid certificate.",
        ),
    ),
    "replaced": (
        "replaced",
        Sentence(
            zh="打印编号 {print_serial} 已作废，由打印编号 {replaced_by} 取代。",
            en="Sheet {print_serial} is void: it was replaced by sheet {replaced_by}.",
        ),
    ),
    "certificate_replaced": (
        "replaced",
        Sentence(
            zh="证书 {certificate_no} 已由新证书 {new_certificate_no} 取代，其所有纸张均已失效。",
            en="Certificate {certificate_no} was replaced by certificate {new_certificate_no}; "
            "none of its sheets is valid.",
        ),
    ),
    "reported_failed": (
        "voided",
        Sentence(
            zh="出口企业已报告打印编号 {print_serial} 打印失败，该纸张无效。",
            en="The exporter reported the print of sheet {print_serial} as failed; it is void.",
        ),
    ),
    "voided": (
        "voided",
        Sentence(
            zh="打印编号 {print_serial} 已作废。",
            en="Sheet {print_serial} is void.",
        ),
    ),
    "never_released": (
        "voided",
        Sentence(
            zh="打印编号 {print_serial} 从未放行打印，该纸张无效。",
            en="Sheet {print_serial} was never released for printing; it is void.",
        ),
    ),
    "withdrawn": (
        "voided",
        Sentence(
            zh="海关已退回证书 {certificate_no}，该证书目前无效。",
            en="Customs sent certificate {certificate_no} back; it is not valid now.",
        ),
    ),
    "number_valid": (
        "valid",
        Sentence(
            zh="证书编号 {certificate_no} 有效",
            en="The certificate number {certificate_no} is valid",
            advice_zh="核对手中的纸张，请扫描二维码或同时输入打印编号。",
            advice_en="to check the sheet in your hands, scan its QR code or give its print serial "
            "too.",
        ),
    ),
    "number_not_valid": (
        "not_valid",
        Sentence(
            zh="没有编号为 {certificate_no} 的有效证书",
            en="No valid certificate has the number {certificate_no}",
            advice_zh="请核对编号（注意数字 0 与字母 O）；"
            "手中有纸张的，请扫描二维码或同时输入打印编号。",
            advice_en="check the number (mind 0 and O); with the sheet in your hands, scan its QR "
            "code or give its print serial too.",
        ),
    ),
    "no_such_pair": (
        "not_valid",
        Sentence(
            zh="证书编号 {certificate_no} 与打印编号 {print_serial} 不相符",
            en="Certificate number {certificate_no} and print serial {print_serial} do not agree",
            advice_zh="请核对两个编号，或扫描二维码。",
            advice_en="check both, or scan the QR code.",
        ),
    ),
    "serial_valid": (
        "valid",
        Sentence(
            zh="打印编号 {print_serial} 的纸张有效",
            en="Sheet {print_serial} is valid",
            advice_zh="同时输入证书编号可查看详情。",
            advice_en="give the certificate number too to see which certificate it is.",
        ),
    ),
    "serial_not_archived": (
        "not_archived",
        Sentence(
            zh="打印编号 {print_serial} 的纸张由本系统打印，尚未归档。",
            en="Sheet {print_serial} was printed by us; it is not archived yet.",
        ),
    ),
    "serial_replaced": (
        "replaced",
        Sentence(
            zh="打印编号 {print_serial} 的纸张已被取代。",
            en="Sheet {print_serial} was replaced.",
        ),
    ),
    "serial_voided": (
        "voided",
        Sentence(
            zh="打印编号 {print_serial} 的纸张无效。",
            en="Sheet {print_serial} is void.",
        ),
    ),
    "serial_unknown": (
        "not_valid",
        Sentence(
            zh="没有打印编号为 {print_serial} 的纸张",
            en="There is no sheet {print_serial}",
            advice_zh="请核对打印编号，或扫描二维码。",
            advice_en="check the print serial, or scan the QR code.",
        ),
    ),
    "unknown_number": (
        "unknown_number",
        Sentence(
            zh="没有编号为 {certificate_no} 的证书",
            en="There is no certificate {certificate_no}",
            advice_zh="请核对编号（注意数字 0 与字母 O）。",
            advice_en="check the number (mind 0 and O).",
        ),
    ),
    "unknown_sheet": (
        "altered",
        Sentence(
            zh="证书 {certificate_no} 没有打印编号 {print_serial}。",
            en="Certificate {certificate_no} has no sheet {print_serial}.",
        ),
    ),
    "other_data": (
        "altered",
        Sentence(
            zh="二维码内容与证书 {certificate_no} 的打印数据不一致。",
            en="The code does not agree with what was printed on certificate {certificate_no}.",
        ),
    ),
    "unreadable_code": (
        "altered",
        Sentence(
            zh="二维码已损坏或不是由本系统生成的。",
            en="The code is damaged or was not made by us.",
        ),
    ),
}
