"""The statement in the QR code is checked offline, and nobody can bend it."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
import zxingcpp
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from contracts.values import PrintPart
from deploy.local.demo_checks import QR_CODE
from services.print_svc.domain.crockford import ALPHABET, decode_bytes, encode_bytes
from services.print_svc.domain.keys import public_keys
from services.print_svc.domain.serials import make_serial
from services.print_svc.domain.statements import (
    EXPORTER_BYTES,
    PURPOSE,
    SIGNATURE_BYTES,
    Statement,
    StatementError,
    digest_printed,
    fit_exporter,
    read_statement,
    sign_statement,
    verification_address,
)

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEYS = public_keys([KEY.public_key()])
MODULES_OF_VERSION_10, QUIET_MODULES = 57, 4

STATEMENT = Statement(
    certificate_no="A26470ZC21100001",
    issue_date=date(2026, 8, 1),
    type_code="A",
    exporter="SPECIMEN EXPORT CO., LTD.",
    part=PrintPart.ORIGINAL,
    print_serial=make_serial(sequence=77, entropy=123_456),
    sheet=1,
    sheets=3,
    digest=digest_printed({"exporter": "SPECIMEN EXPORT CO., LTD."}),
)
LONGEST = replace(STATEMENT, certificate_no="RC26470ZC21100001", type_code="RC", exporter="证" * 99)

capitals = st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=18)
statements = st.builds(
    Statement,
    certificate_no=capitals,
    issue_date=st.dates(date(2000, 1, 1), date(2179, 6, 6)),
    type_code=capitals.map(lambda text: text[:2]),
    exporter=st.text(st.characters(exclude_categories=["Cs"])),
    part=st.sampled_from(PrintPart),
    print_serial=st.builds(
        lambda s, e: make_serial(sequence=s, entropy=e),
        st.integers(0, 2**35 - 1),
        st.integers(0, 2**20 - 1),
    ),
    sheet=st.integers(0, 255),
    sheets=st.integers(0, 255),
    digest=st.binary(min_size=16, max_size=16),
)


def refusal(code, keys=KEYS):
    with pytest.raises(StatementError) as refused:
        read_statement(code, keys)
    return refused.value.code


def signed_body(change):
    body = bytearray(decode_bytes(sign_statement(STATEMENT, KEY))[:-SIGNATURE_BYTES])
    change(body)
    return encode_bytes(bytes(body) + KEY.sign(PURPOSE + bytes(body)))


def flipped_bits(code):
    data = decode_bytes(code)
    for bit in range(8 * len(data)):
        changed = bytearray(data)
        changed[bit // 8] ^= 1 << bit % 8
        yield encode_bytes(bytes(changed))


@given(statements)
def test_a_statement_reads_back_as_it_was_signed(statement):
    read = read_statement(sign_statement(statement, KEY), KEYS)

    assert read == replace(statement, exporter=fit_exporter(statement.exporter))


@given(statements)
def test_no_statement_needs_more_than_a_scannable_size(statement):
    assert len(decode_bytes(sign_statement(statement, KEY))) <= 151


def test_a_code_typed_in_small_letters_is_read():
    assert read_statement(f" {sign_statement(STATEMENT, KEY).lower()}\n", KEYS) == STATEMENT


@pytest.mark.parametrize("statement", [STATEMENT, LONGEST])
def test_every_flipped_bit_is_found(statement):
    codes = list(flipped_bits(sign_statement(statement, KEY)))

    assert {refusal(code) for code in codes} <= {
        "statement.version",
        "statement.key",
        "statement.signature",
    }


def test_every_changed_character_is_found():
    code = sign_statement(STATEMENT, KEY)
    changed = [
        code[:place] + other + code[place + 1 :]
        for place in range(len(code))
        for other in ALPHABET
        if other != code[place]
    ]

    assert all(refusal(text).startswith("statement.") for text in changed)


def test_every_cut_code_is_found():
    code = sign_statement(LONGEST, KEY)

    assert all(refusal(code[:length]) for length in range(len(code)))


@given(st.text())
def test_any_other_text_is_refused_with_a_code(text):
    assert refusal(text) in {"statement.text", "statement.length"}


@given(st.binary(min_size=111, max_size=151))
def test_any_other_bytes_of_the_right_length_are_refused_with_a_code(data):
    assert refusal(encode_bytes(data)).startswith("statement.")


def test_a_statement_of_an_unknown_key_is_refused():
    stranger = Ed25519PrivateKey.from_private_bytes(bytes(32))

    assert refusal(sign_statement(STATEMENT, stranger)) == "statement.key"


def test_a_later_version_is_refused_and_not_guessed():
    assert refusal(signed_body(lambda body: body.__setitem__(0, 2))) == "statement.version"


@pytest.mark.parametrize(("place", "value"), [(1, 9), (-1, 0xFF), (24, 0xFF)])
def test_a_signed_statement_that_makes_no_sense_is_refused(place, value):
    assert refusal(signed_body(lambda body: body.__setitem__(place, value))) == "statement.field"


@pytest.mark.parametrize(
    "changes",
    [
        {"certificate_no": "a26470ZC21100001"},
        {"certificate_no": "A" * 19},
        {"type_code": "ABCD"},
        {"issue_date": date(1999, 12, 31)},
        {"sheet": 256},
        {"digest": bytes(15)},
        {"print_serial": "0000-0000-0001"},
    ],
)
def test_a_field_that_does_not_fit_is_refused_before_signing(changes):
    with pytest.raises(StatementError) as refused:
        sign_statement(replace(STATEMENT, **changes), KEY)

    assert refused.value.code == "statement.field"


@given(st.text("证A é", min_size=41, max_size=60))
def test_a_long_exporter_is_cut_between_characters_and_marked(name):
    exporter = fit_exporter(name)

    assert exporter.endswith("…")
    assert name.startswith(exporter[:-1])
    assert len(exporter.encode()) <= EXPORTER_BYTES


def test_the_address_scans_from_a_small_code_with_medium_error_correction():
    code = sign_statement(LONGEST, KEY)
    address = verification_address("https://verify.specimen.example/", code)

    symbol = zxingcpp.create_barcode(str(address), zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    picture = Image.fromarray(np.asarray(symbol.to_image(scale=4)))

    assert picture.width <= 4 * (MODULES_OF_VERSION_10 + 2 * QUIET_MODULES)
    assert [found.text for found in zxingcpp.read_barcodes(picture, QR_CODE)] == [str(address)]
    assert read_statement(str(address).rsplit("/", 1)[1], KEYS).part is PrintPart.ORIGINAL


def test_an_address_without_https_is_refused():
    with pytest.raises(ValueError, match="https"):
        verification_address("http://verify.specimen.example", "0")


def test_the_digest_follows_every_printed_word():
    assert digest_printed({"a": "1", "b": "2"}) == digest_printed({"b": "2", "a": "1"})
    assert digest_printed({"a": "1"}) != digest_printed({"a": "I"})
