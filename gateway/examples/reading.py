"""What users read."""

from typing import Final

from pydantic import BaseModel

from contracts.values import HOTLINE, HOTLINE_LONG
from gateway.examples.making import example
from gateway.help import HelpPage, HelpSection
from gateway.routes.help_pages import Help, HelpTopic

_TOPIC: Final = example(
    HelpTopic, topic="faq", title_zh="常见问题及解答", title_en="Questions and answers"
)
_SECTION: Final = example(
    HelpSection, anchor="free", heading="打印要收费吗？", html="<p>免费。</p>"
)

EXAMPLES: Final[tuple[BaseModel, ...]] = (
    example(Help, topics=[_TOPIC], hotline=HOTLINE, hotline_long=HOTLINE_LONG),
    example(
        HelpPage,
        topic="faq",
        language="zh",
        title="常见问题及解答",
        introduction_html="",
        sections=[_SECTION],
    ),
)
