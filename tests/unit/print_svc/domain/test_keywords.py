"""A file names its certificate and sheet in its Keywords."""

import pytest

from services.print_svc.domain.keywords import document_keywords, read_keywords
from services.print_svc.domain.serials import make_serial

NUMBER, SERIAL = "RC26470ZC21100001", make_serial(sequence=77, entropy=1)


def test_keywords_read_back():
    assert read_keywords(document_keywords(NUMBER, SERIAL)) == (NUMBER, SERIAL)


@pytest.mark.parametrize(
    "keywords",
    ["", "originprint", f"originprint:{NUMBER}:{SERIAL[:-1]}Z", f"x originprint:{NUMBER}:{SERIAL}"],
)
def test_keywords_of_other_documents_name_nothing(keywords):
    assert read_keywords(keywords) is None


@pytest.mark.parametrize("number", ["", "A:B", NUMBER.lower()])
def test_keywords_that_would_not_read_back_are_refused(number):
    with pytest.raises(ValueError, match="no certificate number"):
        document_keywords(number, SERIAL)
