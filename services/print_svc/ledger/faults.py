"""What can be wrong with a ledger, in both languages."""

from dataclasses import dataclass

SENTENCES: dict[str, tuple[str, str]] = {
    "ledger.row_changed": (
        "第 {position} 行的内容与其哈希不符：被改动过",
        "row {position} does not match its own hash: it was changed",
    ),
    "ledger.link_broken": (
        "第 {position} 行没有接在前一行之后：此处或之前有改动",
        "row {position} does not follow from the row before: something was changed here or before",
    ),
    "ledger.row_missing": (
        "第 {position} 行之前缺少记录",
        "rows are missing before row {position}",
    ),
    "ledger.row_out_of_order": (
        "第 {position} 行重复或顺序不对",
        "row {position} is repeated or out of order",
    ),
    "ledger.enterprise_row_missing": (
        "第 {position} 行之前缺少本企业的记录",
        "rows of this enterprise are missing before row {position}",
    ),
    "ledger.truncated": (
        "账本末尾缺少记录：签名链头为 {length} 行，只有 {position} 行",
        "the end is missing: the signed head counts {length} rows, only {position} are there",
    ),
    "ledger.head_differs": (
        "到第 {position} 行的记录与签名链头不符",
        "the rows up to row {position} are not those of the signed head",
    ),
    "ledger.head_forged": (
        "链头（{position} 行）的签名不正确",
        "the signature of the head at row {position} is wrong",
    ),
    "ledger.key_unknown": (
        "链头（{position} 行）由未知密钥 {key_id} 签名",
        "the head at row {position} was signed by the unknown key {key_id}",
    ),
    "proof.foreign_row": (
        "第 {position} 行属于另一家企业",
        "row {position} belongs to another enterprise",
    ),
    "proof.other_key": (
        "文件所附公钥不是您给出的公钥",
        "the public key in the file is not the one you gave",
    ),
    "proof.heads_disagree": (
        "起点链头晚于终点链头",
        "the starting head is later than the final one",
    ),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong, at or before the row at `position`."""

    code: str
    position: int
    message_zh: str
    message_en: str


def fault(code: str, position: int, **details: object) -> Fault:
    zh, en = SENTENCES[code]
    named = {"position": position} | details
    return Fault(code, position, zh.format(**named), en.format(**named))
