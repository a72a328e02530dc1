"""What can be wrong with a ledger, in both languages."""

from dataclasses import dataclass

from contracts.sentences import Sentence

SENTENCES: dict[str, Sentence] = {
    "ledger.row_changed": Sentence(
        zh="第 {position} 行的内容与其哈希不符：被改动过",
        en="row {position} does not match its own hash: it was changed",
    ),
    "ledger.link_broken": Sentence(
        zh="第 {position} 行没有接在前一行之后：此处或之前有改动",
        en="row {position} does not follow from the row before: something was changed here "
        "or before",
    ),
    "ledger.row_missing": Sentence(
        zh="第 {position} 行之前缺少记录", en="rows are missing before row {position}"
    ),
    "ledger.row_out_of_order": Sentence(
        zh="第 {position} 行重复或顺序不对", en="row {position} is repeated or out of order"
    ),
    "ledger.enterprise_row_missing": Sentence(
        zh="第 {position} 行之前缺少本企业的记录",
        en="rows of this enterprise are missing before row {position}",
    ),
    "ledger.truncated": Sentence(
        zh="台账末尾缺少记录：签名链头为 {length} 行，只有 {position} 行",
        en="the end is missing: the signed head counts {length} rows, only {position} are there",
    ),
    "ledger.head_differs": Sentence(
        zh="到第 {position} 行的记录与签名链头不符",
        en="the rows up to row {position} are not those of the signed head",
    ),
    "ledger.head_forged": Sentence(
        zh="链头（{position} 行）的签名不正确",
        en="the signature of the head at row {position} is wrong",
    ),
    "ledger.key_unknown": Sentence(
        zh="链头（{position} 行）由未知密钥 {key_id} 签名",
        en="the head at row {position} was signed by the unknown key {key_id}",
    ),
    "proof.foreign_row": Sentence(
        zh="第 {position} 行属于另一家企业", en="row {position} belongs to another enterprise"
    ),
    "proof.other_key": Sentence(
        zh="文件所附公钥不是您给出的公钥", en="the public key in the file is not the one you gave"
    ),
    "proof.heads_disagree": Sentence(
        zh="起点链头晚于终点链头", en="the starting head is later than the final one"
    ),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong, at or before the row at `position`."""

    code: str
    position: int
    said: Sentence


def fault(code: str, position: int, **details: object) -> Fault:
    """`details` are what the sentence names beside the position."""
    return Fault(code, position, SENTENCES[code].filled({"position": position, **details}))
