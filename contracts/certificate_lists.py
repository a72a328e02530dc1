"""The certificate list: conditions, orders and what it answers (R51-R53)."""

from datetime import date
from typing import Annotated, Any, ClassVar, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, Field, StringConstraints

from contracts.base import CallerRequest, Reply
from contracts.certificates import SOURCE, CertificateView, PrintStatus
from contracts.customs import LayoutStatus
from contracts.values import Value

ItemT = TypeVar("ItemT")
MOST_VALUES = 50
"""Of one condition."""

Sort = Literal[
    "-issue_date", "issue_date", "-approved_at", "approved_at", "-certificate_no", "certificate_no"
]
"""A minus is the newest, or the last, first."""


def _several(given: Any) -> Any:
    """One value stands for a list of it, and nothing for none."""
    if given is None:
        return ()
    return given if isinstance(given, list | tuple) else (given,)


Several = Annotated[tuple[ItemT, ...], BeforeValidator(_several), Field(max_length=MOST_VALUES)]
"""Any of these values; empty where it does not matter."""

Office = Annotated[str, StringConstraints(pattern=r"^([0-9]{2}|[0-9]{4})$")]
"""A customs office by its four digits, or all of a regional customs by its two (R103)."""


class CertificateConditions(BaseModel):
    """Conditions that all hold (组合查询, R51); the list and its export are searched by them."""

    certificate_no: str | None = Field(default=None, examples=["A26SPECIMEN10001"])
    type_id: Several[str] = Field(default=(), examples=[["china_australia"]])
    destination: Several[str] = Field(default=(), examples=[["AU"]])
    applicant: str | None = Field(
        default=None,
        description="申请人: the credit code of the enterprise, or the name of the declarer (R105)",
    )
    declarer_name: str | None = None
    invoice_no: str | None = None
    issuing_office: Several[Office] = Field(default=(), description="签证机构", examples=[["2200"]])
    collecting_office: Several[Office] = Field(
        default=(), description="领证机构", examples=[["2200"]]
    )
    issued_from: date | None = None
    issued_to: date | None = None
    layout_status: Several[LayoutStatus] = ()
    print_status: Several[PrintStatus] = ()
    archived: bool | None = None
    downloadable: bool | None = Field(
        default=None, description="Whether it may be downloaded as a file now (R85-R87)"
    )


class WiderDates(Value):
    """The nearest issue dates to those asked for between which something is found."""

    issued_from: date
    issued_to: date
    count: int
    count_is_lower_bound: bool = False
    advice_zh: str
    advice_en: str


class ExcludingCondition(Value):
    """A condition without which all the others would find something."""

    condition: str
    count: int
    count_is_lower_bound: bool = False
    advice_zh: str
    advice_en: str


class SearchHint(Value):
    """The sentence of R53, and what would find something: dates first, then other conditions."""

    message_zh: str
    message_en: str
    wider_dates: WiderDates | None = None
    excluded_by: tuple[ExcludingCondition, ...] = ()


class CertificatePage(Reply):
    """`next_cursor` is None on the last page.

    `count` is exact up to 1,000; beyond it is 1,000 and `count_is_lower_bound`. `hint` comes with
    a first page on which there is nothing.
    """

    certificates: tuple[CertificateView, ...]
    next_cursor: str | None = None
    count: int | None = None
    count_is_lower_bound: bool = False
    hint: SearchHint | None = None


class ListCertificates(CertificateConditions, CallerRequest[CertificatePage]):
    """证书展示: own certificates and those an agent may print (R43-R51).

    A cursor remembers its order; `sort` beside it may be left out, and is refused when it is
    another.
    """

    SERVICE: ClassVar[str] = SOURCE

    sort: Sort | None = Field(default=None, description="`-issue_date` where nothing is said")
    with_count: bool = Field(default=False, description="Whether to count what is found")
    cursor: str | None = Field(default=None, description="`next_cursor` of the page before")
    limit: int = Field(default=50, ge=1, le=200)
