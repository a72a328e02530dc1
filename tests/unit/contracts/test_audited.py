"""Whatever changes something is recorded or says why not, and no record can hold a secret."""

from collections.abc import Iterator
from typing import Any, get_args

import pytest
from pydantic import BaseModel, SecretStr

from contracts.audit import SAID_BY
from contracts.audited import AUDITED, HAPPENED, NOT_AUDITED, WORDS
from contracts.catalogue import REQUESTS
from contracts.masking import SECRET_NAMES
from contracts.values import ObjectRef, SealedText

DOCUMENTS_GIVEN_OUT = {"cert_svc.get_export_file", "print_svc.get_copy"}


def field_of(operation: str, path: str) -> list[Any]:
    """The annotations on the way to what the path names; KeyError for what is not there."""
    request = REQUESTS[operation]
    model: Any = request.reply_type() if path.startswith("reply.") else request
    passed: list[Any] = []
    for part in path.removeprefix("reply.").split("."):
        if part == "*":
            model = get_args(model)[-1 if get_args(model)[-1] is not ... else 0]
        else:
            found = model.model_fields[part].annotation
            model = (
                next((a for a in get_args(found) if a is not type(None)), found)
                if (type(None) in get_args(found))
                else found
            )
        passed.append(model)
    return passed


def paths() -> Iterator[tuple[str, str]]:
    for operation, audited in AUDITED.items():
        for path in (*audited.fields, *audited.owners):
            yield operation, path


def test_whatever_changes_something_is_recorded_or_says_why_not():
    changing = {name for name, request in REQUESTS.items() if request.CHANGES}

    assert changing - AUDITED.keys() == set(NOT_AUDITED)
    assert AUDITED.keys() - changing == DOCUMENTS_GIVEN_OUT


def test_every_action_has_one_word_and_says_it_in_both_languages():
    assert len({each.action for each in AUDITED.values()} | HAPPENED.keys()) == len(AUDITED) + len(
        HAPPENED
    )
    assert all(zh and en for zh, en in WORDS.values())


def test_every_service_that_is_asked_can_say_what_it_did():
    assert {request.SERVICE for request in REQUESTS.values()} == SAID_BY.keys()


@pytest.mark.parametrize(("operation", "path"), list(paths()))
def test_a_recorded_field_is_there_and_is_no_secret(operation, path):
    *_, last = field_of(operation, path)

    name = [part for part in path.split(".") if part != "*"][-1]
    assert last not in {SecretStr, SealedText, ObjectRef}
    assert not (isinstance(last, type) and issubclass(last, BaseModel))
    assert not any(secret == name or f"{secret}_" in name for secret in SECRET_NAMES) or (
        name == "token_id"
    )
    assert name != "signature"
