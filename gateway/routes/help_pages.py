"""使用说明, 常见问题及解答, 版本说明 and advice, as data and as files to keep (R106, R107)."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import HTMLResponse
from pydantic import BaseModel

from contracts.values import HOTLINE, HOTLINE_LONG
from gateway.documentation import refusals
from gateway.documents import attachment
from gateway.help import TOPICS, HelpPage, Language, Topic, document_of, help_page

router = APIRouter(tags=["help"])

TopicPath = Annotated[Topic, Path(examples=["faq"])]
InLanguage = Annotated[Language, Query(description="The language of the page")]


class HelpTopic(BaseModel):
    topic: Topic
    title_zh: str
    title_en: str


class Help(BaseModel):
    """What there is to read, and the hotline (R110): `hotline_long` has the area code."""

    topics: tuple[HelpTopic, ...]
    hotline: str
    hotline_long: str


@router.get("/help", responses=refusals())
async def list_help_topics() -> Help:
    """Everything there is to read, and whom to call."""
    topics = tuple(
        HelpTopic(
            topic=topic,
            title_zh=help_page(topic, "zh").title,
            title_en=help_page(topic, "en").title,
        )
        for topic in TOPICS
    )
    return Help(topics=topics, hotline=HOTLINE, hotline_long=HOTLINE_LONG)


@router.get("/help/{topic}", responses=refusals())
async def get_help(topic: TopicPath, language: InLanguage = "zh") -> HelpPage:
    """One topic, section by section."""
    return help_page(topic, language)


@router.get("/help/{topic}/download", response_class=HTMLResponse, responses=refusals())
async def download_help(topic: TopicPath, language: InLanguage = "zh") -> HTMLResponse:
    """One topic as a file: it opens in every browser and prints well."""
    name = f"originprint-{topic}-{language}.html"
    return HTMLResponse(document_of(help_page(topic, language)), headers=attachment(name))


@router.get("/faq", responses=refusals())
async def get_faq(language: InLanguage = "zh") -> HelpPage:
    """常见问题及解答, as `/help/faq`."""
    return help_page("faq", language)


@router.get("/releases", responses=refusals())
async def get_releases(language: InLanguage = "zh") -> HelpPage:
    """版本说明, as `/help/releases`: what each update changed."""
    return help_page("releases", language)
