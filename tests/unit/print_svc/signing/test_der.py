"""A signature has no slack in which bytes could be changed."""

import pytest

from services.print_svc.signing.der import DEEPEST, is_strict_der


@pytest.mark.parametrize(
    "data",
    ["", "0500", "3000", "3003020101", "30030201010500", "0481" + "80" + "00" * 128],
)
def test_strict_values_pass(data):
    assert is_strict_der(bytes.fromhex(data))


@pytest.mark.parametrize(
    "data",
    [
        "05",
        "0501",
        "0000",
        "30050201010000",
        "3004020101",
        "30800000",
        "048101ff",
        "0482" + "0080" + "00" * 128,
        "0485" + "0000000001" + "00",
        "04ff",
        "1f0100",
        "30020201",
    ],
)
def test_slack_and_odd_lengths_do_not(data):
    assert not is_strict_der(bytes.fromhex(data))


def test_values_nested_without_end_do_not():
    nested = b"\x05\x00"
    for _ in range(DEEPEST + 1):
        nested = b"\x30" + bytes([len(nested)]) + nested

    assert not is_strict_der(nested)
