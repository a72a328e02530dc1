"""What users read (R106, R107, R110): Markdown files in both languages, one for each topic.

A file is a title, a few lines, and sections whose anchors (`## Heading {#anchor}`) are the same in
both languages.
"""

import re
from functools import cache
from html import escape
from importlib.resources import files
from typing import Final, Literal

from markdown_it import MarkdownIt
from pydantic import BaseModel

from contracts.values import HOTLINE, HOTLINE_LONG

Topic = Literal["guide", "scanning", "printing", "faq", "releases"]
Language = Literal["zh", "en"]

TOPICS: Final[tuple[Topic, ...]] = ("guide", "scanning", "printing", "faq", "releases")
_HEADING: Final = re.compile(r"^## (?P<heading>.+) \{#(?P<anchor>[a-z0-9-]+)\}$", re.MULTILINE)
_STYLE: Final = """
body{margin:0 auto;max-width:44rem;padding:1.5rem;font:16px/1.7 system-ui,"Noto Sans SC",sans-serif;
color:#1d2330}h1{font-size:1.6rem}h2{font-size:1.15rem;margin:2rem 0 .4rem}
p,ul,ol{margin:.4rem 0}@media print{h2{break-after:avoid}}
"""


class HelpSection(BaseModel):
    """`html` is the section's Markdown as HTML, without its heading and without scripts."""

    anchor: str
    heading: str
    html: str


class HelpPage(BaseModel):
    """One topic in one language; `introduction_html` stands above the sections."""

    topic: Topic
    language: Language
    title: str
    introduction_html: str
    sections: tuple[HelpSection, ...]


@cache
def help_page(topic: Topic, language: Language) -> HelpPage:
    """The page of a topic, with the hotline's numbers filled in."""
    text = (files(__package__) / language / f"{topic}.md").read_text("utf-8")
    text = text.replace("{hotline_long}", HOTLINE_LONG).replace("{hotline}", HOTLINE)
    introduction, *sections = _HEADING.split(text)
    title, _, lines = introduction.removeprefix("# ").partition("\n")
    headings, anchors, bodies = sections[0::3], sections[1::3], sections[2::3]
    return HelpPage(
        topic=topic,
        language=language,
        title=title,
        introduction_html=_html(lines),
        sections=tuple(
            HelpSection(anchor=anchor, heading=heading, html=_html(body))
            for heading, anchor, body in zip(headings, anchors, bodies, strict=True)
        ),
    )


def document_of(page: HelpPage) -> str:
    """The page as one HTML file to keep or to print."""
    title = escape(page.title)
    sections = "".join(
        f'<h2 id="{each.anchor}">{escape(each.heading)}</h2>{each.html}' for each in page.sections
    )
    return (
        f'<!doctype html><html lang="{page.language}"><meta charset="utf-8">'
        f"<title>{title}</title><style>{_STYLE}</style>"
        f"<h1>{title}</h1>{page.introduction_html}{sections}</html>"
    )


def _html(markdown: str) -> str:
    return str(MarkdownIt("js-default").render(markdown)).strip()
