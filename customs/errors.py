"""What the console refuses, each with a code, a status, two sentences and the rule broken.

Exceptions of this package:
    Refused             a rule said no; the caller is told which
    Unavailable         database, broker or object store is away; try again
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Refusal:
    """Texts name details in braces; `status` is the HTTP status."""

    status: int
    zh: str
    en: str
    rule: str | None = None


REFUSALS: dict[str, Refusal] = {
    "customs.invalid_request": Refusal(
        422,
        "请求内容不正确，请按 errors 所列改正",
        "The request is not valid; correct what errors lists",
    ),
    "customs.unknown_resource": Refusal(404, "没有这个资源", "There is no such resource"),
    "customs.method_not_allowed": Refusal(
        405, "这个资源不支持该方法", "This resource does not know that method"
    ),
    "customs.unknown_application": Refusal(
        404,
        "没有编号为 {certificate_no} 的申请，请先提交申请",
        "There is no application {certificate_no}; apply first",
    ),
    "customs.unknown_declarer": Refusal(
        404,
        "该企业没有此身份证号的已备案申报员",
        "The enterprise has no filed declarer of this ID number",
        "R27",
    ),
    "customs.unknown_fault": Refusal(
        404, "没有编号为 {fault_id} 的故障设定", "There is no scripted fault {fault_id}"
    ),
    "customs.unknown_type": Refusal(
        422,
        "没有证书类别 {type_id}；可用的类别见 types",
        "There is no certificate type {type_id}; types lists those there are",
        "R44",
    ),
    "customs.destination_not_of_type": Refusal(
        422,
        "{type_id} 不适用于目的国 {destination}；适用的目的国见 destinations",
        "{type_id} is not for {destination}; destinations lists those it is for",
        "R44",
    ),
    "customs.fields_missing": Refusal(
        422,
        "缺少必填项：{missing}",
        "These required fields are missing: {missing}",
        "R101",
    ),
    "customs.fields_unknown": Refusal(
        422,
        "{type_id} 没有这些栏目：{unknown}",
        "{type_id} has no box for these fields: {unknown}",
        "R101",
    ),
    "customs.number_not_of_type": Refusal(
        422,
        "证书编号 {certificate_no} 不符合该类型的编号规则（{pattern}）",
        "The number {certificate_no} does not follow this type's rule ({pattern})",
        "R97",
    ),
    "customs.number_taken": Refusal(
        409,
        "证书编号 {certificate_no} 已有申请（状态 {state}）",
        "The number {certificate_no} has an application already (state {state})",
        "R97",
    ),
    "customs.replacement_incomplete": Refusal(
        422,
        "申请种类 {kind} 必须填写原证书编号和原因，缺少：{missing}",
        "Kind {kind} needs the old certificate's number and a reason; missing: {missing}",
        "R98",
    ),
    "customs.replacement_unwanted": Refusal(
        422,
        "新证（申请种类 0）不得填写：{unwanted}",
        "A new certificate (kind 0) replaces none; leave out: {unwanted}",
        "R98",
    ),
    "customs.old_certificate_unknown": Refusal(
        422,
        "该企业没有编号为 {old_certificate_no} 的原证书",
        "The enterprise has no certificate {old_certificate_no} to be replaced",
        "R98",
    ),
    "customs.old_certificate_same": Refusal(
        422,
        "更改证和重发证须用新编号，不能沿用 {old_certificate_no}",
        "An amended or reissued certificate takes a new number, not {old_certificate_no} again",
        "R99",
    ),
    "customs.old_certificate_not_valid": Refusal(
        409,
        "原证书 {old_certificate_no} 的状态是 {state}，只有已审批或已归档的证书才能更改或重发",
        "The old certificate {old_certificate_no} is {state}; only an approved or archived one "
        "is amended or reissued",
        "R99",
    ),
    "customs.old_certificate_bound": Refusal(
        409,
        "该申请已取代 {old_certificate_no}，重新申请时不能更换原证书编号",
        "This application has replaced {old_certificate_no} already and cannot name another",
        "R99",
    ),
    "customs.self_printed": Refusal(
        409,
        "证书 {certificate_no} 的正本已自助打印，不能再领取空白证书",
        "The original of {certificate_no} was printed by its exporter, so no blank form is handed "
        "out",
        "R48",
    ),
    "customs.serials_exhausted": Refusal(
        409,
        "该企业本年度此类证书的顺序号已用完（每年 9999 个）",
        "The enterprise has used this year's 9999 serials of this type",
        "R97",
    ),
    "customs.wrong_state": Refusal(
        409,
        "申请 {certificate_no} 的状态是 {state}，不能执行 {action}",
        "Application {certificate_no} is {state}; {action} is not possible",
        "R104",
    ),
    "customs.failed": Refusal(
        500, "模拟系统内部错误，请查看日志", "Something went wrong in the simulator; see its log"
    ),
    "customs.unavailable": Refusal(
        503,
        "系统暂时不可用（{part}），请稍后重试",
        "A part is away ({part}); try again in a few seconds",
    ),
}


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not a defect
    """A rule said no. `details` are JSON primitives, never an ID number."""

    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(code, details)
        self.code = code
        self.details = details

    @property
    def refusal(self) -> Refusal:
        """The texts with their details filled in."""
        texts = REFUSALS[self.code]
        return Refusal(
            texts.status,
            texts.zh.format_map(self.details),
            texts.en.format_map(self.details),
            texts.rule,
        )

    def __str__(self) -> str:
        return f"{self.code}: {self.refusal.en}"


class Unavailable(Exception):  # noqa: N818 - a state of the world, not a defect
    """A part this process needs is away; nothing was changed."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part
