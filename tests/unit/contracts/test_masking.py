"""What a log line shows of a secret: that there was one."""

import pytest

from contracts.masking import mask_secrets


@pytest.mark.parametrize("name", ["pin", "card_pin", "id_number", "ticket", "console_token"])
def test_a_secret_is_masked_by_part_of_its_name(name):
    assert mask_secrets(None, "info", {name: "1234"}) == {name: "***"}


@pytest.mark.parametrize(
    "told",
    ["110101199001010015", ["110101199001010015"], {"row": "(110101199001010015, 样本)"}],
)
def test_an_identity_number_is_masked_wherever_it_stands(told):
    assert "110101199001010015" not in str(mask_secrets(None, "info", {"error": told}))


def test_a_long_number_that_names_nobody_is_shown():
    assert mask_secrets(None, "info", {"bytes": "110101199001010016"}) == {
        "bytes": "110101199001010016"
    }


@pytest.mark.parametrize("name", ["event", "subject", "id_number_masked"])
def test_what_is_no_secret_or_masked_already_is_shown(name):
    assert mask_secrets(None, "info", {name: "1234"}) == {name: "1234"}
