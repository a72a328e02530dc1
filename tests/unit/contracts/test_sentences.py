"""One value in two languages."""

from contracts.sentences import Sentence

LATE = Sentence(
    zh="上传超过 {limit} 秒",
    en="The upload took longer than {limit} s",
    advice_zh="请检查网络",
    advice_en="check the network",
)


def test_a_whole_sentence_ends_with_what_to_do():
    said = LATE.filled({"limit": 30})

    assert said.whole_zh == "上传超过 30 秒，请检查网络"
    assert said.whole_en == "The upload took longer than 30 s; check the network"


def test_a_sentence_without_advice_is_whole_as_it_stands():
    said = Sentence(zh="证书已归档", en="The certificate is archived")

    assert (said.whole_zh, said.whole_en) == (said.zh, said.en)


def test_a_detail_that_is_not_given_shows_as_an_ellipsis():
    assert LATE.filled({}).en == "The upload took longer than … s"
