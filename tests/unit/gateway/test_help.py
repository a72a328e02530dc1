"""What users read is whole in both languages, and can be kept (R106, R107, R110)."""

import pytest

from contracts.values import HOTLINE, HOTLINE_LONG
from gateway.help import TOPICS, Topic, document_of, help_page


@pytest.mark.rule("R106", "R107")
@pytest.mark.parametrize("topic", TOPICS)
def test_each_topic_has_the_same_sections_in_both_languages(topic: Topic) -> None:
    chinese, english = help_page(topic, "zh"), help_page(topic, "en")

    assert [each.anchor for each in chinese.sections] == [each.anchor for each in english.sections]
    assert chinese.sections
    assert chinese.title != english.title


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_section_is_empty_or_shows_its_markup(topic: Topic, language: str) -> None:
    page = help_page(topic, language)

    assert all(each.html.startswith("<") for each in page.sections)
    assert not any(mark in document_of(page) for mark in ("{#", "{hotline", "## ", "**"))


@pytest.mark.rule("R110")
@pytest.mark.parametrize("topic", ["guide", "faq"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_both_numbers_of_the_hotline_are_named(topic: Topic, language: str) -> None:
    text = document_of(help_page(topic, language))

    assert HOTLINE in text
    assert HOTLINE_LONG in text


@pytest.mark.rule("R63", "R64")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_printing_advice_covers_network_printers_and_incomplete_prints(language: str) -> None:
    anchors = [each.anchor for each in help_page("printing", language).sections]

    assert {"network", "incomplete"} <= set(anchors)


def test_a_page_to_keep_runs_no_script_and_loads_nothing() -> None:
    text = document_of(help_page("faq", "zh"))

    assert "<script" not in text
    assert "src=" not in text
    assert "<link" not in text


def test_help_needs_no_session_and_lists_its_topics(anonymous) -> None:
    answer = anonymous.get("/api/v1/help").json()

    assert [each["topic"] for each in answer["topics"]] == list(TOPICS)
    assert (answer["hotline"], answer["hotline_long"]) == (HOTLINE, HOTLINE_LONG)


@pytest.mark.parametrize(("path", "topic"), [("/faq", "faq"), ("/releases", "releases")])
def test_the_two_pages_of_the_manual_have_addresses_of_their_own(anonymous, path, topic) -> None:
    in_english = anonymous.get(f"/api/v1{path}?language=en").json()

    assert in_english == help_page(topic, "en").model_dump(mode="json")


@pytest.mark.rule("R106")
def test_a_topic_is_downloaded_as_a_file(anonymous) -> None:
    response = anonymous.get("/api/v1/help/faq/download?language=zh")

    assert response.headers["content-disposition"] == (
        'attachment; filename="originprint-faq-zh.html"'
    )
    assert response.text == document_of(help_page("faq", "zh"))


def test_an_unknown_topic_is_a_bad_request(anonymous) -> None:
    assert anonymous.get("/api/v1/help/unknown").status_code == 422
