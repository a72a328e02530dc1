"""One certificate form: its parts put together, and which of its versions is in force."""

from datetime import date
from functools import cached_property

from contracts.form_models import (
    Box,
    Certification,
    Continuation,
    Declaration,
    FormatVersion,
    FormLayout,
    Items,
    Number,
    Overleaf,
    Part,
)


class Form(Part):
    """What one certificate form prints, and where."""

    id: str
    code: str
    number: Number
    languages: tuple[str, ...]
    form_title_lines: tuple[str, ...]
    footer_lines: tuple[str, ...] = ()
    items: Items
    total_line: bool
    boxes: tuple[Box, ...]
    layout: FormLayout
    declaration: Declaration
    certification: Certification
    continuation: Continuation | None = None
    """None where further sheets look like the first."""
    overleaf: Overleaf | None = None
    format_versions: tuple[FormatVersion, ...] = ()

    @cached_property
    def field_names(self) -> frozenset[str]:
        """Every field that a box of this form refers to."""
        return frozenset(name for box in self.boxes for name in box.fields)

    @property
    def takes_enterprise_seal(self) -> bool:
        """False for forms whose declaration bears the signature alone (R102)."""
        return "enterprise_seal" in self.field_names

    @property
    def in_chinese(self) -> bool:
        return self.languages[0].startswith("zh")

    def version_at(self, issue_date: date) -> FormatVersion | None:
        """The version in use on the issue date (R100); None where the form has only one.

        Raises LookupError for an issue date before the first version.
        """
        if not self.format_versions:
            return None
        begun = [v for v in self.format_versions if v.from_issue_date <= issue_date]
        if not begun:
            raise LookupError(f"{self.id} was not in use on {issue_date}")
        return max(begun, key=lambda version: version.from_issue_date)

    def max_items_at(self, issue_date: date) -> int | None:
        """Raises LookupError as `version_at` does."""
        version = self.version_at(issue_date)
        return version.max_items if version else self.items.max_per_certificate
