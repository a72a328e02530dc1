"""The structure tree: for each page its title, its boxes in the form's order, then its figures."""

from dataclasses import dataclass, field

from services.print_svc.rendering.pdf import PdfFile, text_string


@dataclass(slots=True)
class PageStructure:
    """Elements of one page: role, marked contents, alternative text; mcids count from 0."""

    page: int
    elements: list[tuple[bytes, tuple[int, ...], str]] = field(default_factory=list)

    def add(self, role: bytes, mcids: tuple[int, ...], alternative: str = "") -> None:
        self.elements.append((role, mcids, alternative))


def add_structure(pdf: PdfFile, pages: list[PageStructure]) -> int:
    """Write the tree; page k of the list has the StructParents key k."""
    root, document, parents = pdf.reserve(), pdf.reserve(), pdf.reserve()
    sections, rows = [], []
    for key, page in enumerate(pages):
        section = pdf.reserve()
        owners: dict[int, int] = {}
        kids = []
        for role, mcids, alternative in page.elements:
            number = pdf.add(_element(role, section, page.page, mcids, alternative))
            kids.append(number)
            owners |= dict.fromkeys(mcids, number)
        pdf.fill(
            section,
            b"<</Type/StructElem/S/Sect/P %d 0 R/K[%b]>>" % (document, _references(kids)),
        )
        sections.append(section)
        rows.append(b"%d [%b]" % (key, _slots(owners)))
    pdf.fill(
        document,
        b"<</Type/StructElem/S/Document/P %d 0 R/K[%b]>>" % (root, _references(sections)),
    )
    pdf.fill(parents, b"<</Nums[%b]>>" % b" ".join(rows))
    pdf.fill(
        root,
        b"<</Type/StructTreeRoot/K %d 0 R/ParentTree %d 0 R/ParentTreeNextKey %d>>"
        % (document, parents, len(pages)),
    )
    return root


def _element(
    role: bytes, parent: int, page: int, mcids: tuple[int, ...], alternative: str
) -> bytes:
    kids = b" ".join(b"%d" % mcid for mcid in mcids)
    alt = b"/Alt" + text_string(alternative) if alternative else b""
    return b"<</Type/StructElem/S/%b/P %d 0 R/Pg %d 0 R%b/K[%b]>>" % (
        role,
        parent,
        page,
        alt,
        kids,
    )


def _references(numbers: list[int]) -> bytes:
    return b" ".join(b"%d 0 R" % number for number in numbers)


def _slots(owners: dict[int, int]) -> bytes:
    last = max(owners, default=-1)
    return b" ".join(
        b"%d 0 R" % owners[mcid] if mcid in owners else b"null" for mcid in range(last + 1)
    )
