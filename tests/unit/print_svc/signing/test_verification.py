"""Whatever PDF is shown to us, the answer is a verdict, and only an untouched one is ours."""

import io
import subprocess
import sys
from datetime import timedelta

import pikepdf
import pytest
from asn1crypto.parser import peek
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from services.print_svc.signing.documents import sign_pdf
from services.print_svc.signing.verdicts import SENTENCES
from services.print_svc.signing.verification import LARGEST, MOST_SIGNATURES, verify_pdf
from tests.unit.print_svc.signing.specimens import (
    AUTHORITY,
    KEYWORDS,
    NOW,
    PRINT_SERIAL,
    STRANGER,
    pdf,
)


def signed(document=None, authority=AUTHORITY, field_name="OriginPrint"):
    return sign_pdf(document or pdf(), authority.signer, reason="SPECIMEN", field_name=field_name)


UNCHANGED = {"pdf.valid", "pdf.signer_expired", "pdf.no_certificate"}
SIGNED = signed()
CMS_STARTS = SIGNED.index(b"/Contents <") + len(b"/Contents <")
CMS_ENDS = SIGNED.index(b">", CMS_STARTS)
DER_ENDS = CMS_STARTS + 2 * peek(bytes.fromhex(SIGNED[CMS_STARTS:CMS_ENDS].decode()))


def code(document, roots=(AUTHORITY.root,), at=NOW):
    return verify_pdf(document, roots, at=at).code


def flipped(place, mask=1):
    changed = bytearray(SIGNED)
    changed[place] ^= mask
    return bytes(changed)


def test_a_file_of_ours_says_which_sheet_it_is():
    verdict = verify_pdf(SIGNED, [AUTHORITY.root], at=NOW)

    assert (verdict.code, verdict.print_serial) == ("pdf.valid", PRINT_SERIAL)


@pytest.mark.parametrize("place", range(0, CMS_STARTS - 1, 23))
def test_a_byte_changed_before_the_signature_is_found(place):
    assert code(flipped(place)) not in UNCHANGED


def test_a_changed_word_is_called_a_change_and_not_a_strangers_signature():
    assert code(SIGNED.replace(b"(SPECIMEN)", b"(SPECIMAN)", 1)) == "pdf.changed"


@pytest.mark.parametrize("place", range(CMS_ENDS, len(SIGNED), 19))
def test_a_byte_changed_after_the_signature_is_found(place):
    assert code(flipped(place)) not in UNCHANGED


def test_every_byte_changed_inside_the_signature_is_found():
    places = range(CMS_STARTS - 1, DER_ENDS + 8)
    found = {code(flipped(place)) for place in places}

    assert found <= {"pdf.changed", "pdf.signature_broken", "pdf.foreign_signer"}


def test_a_letter_of_another_case_or_a_filled_gap_inside_the_signature_is_found():
    hexadecimal = SIGNED[CMS_STARTS:DER_ENDS]
    lower = SIGNED.replace(hexadecimal, hexadecimal.lower())

    assert code(lower) == "pdf.changed"
    assert code(flipped(CMS_ENDS - 1)) == "pdf.changed"


@pytest.mark.parametrize("size", [1, 100, 2_000])
def test_a_cut_file_is_found(size):
    assert code(SIGNED[:-size]) not in UNCHANGED


def test_bytes_added_after_signing_are_found():
    assert code(SIGNED + b"\n") == "pdf.extended"


def test_a_change_saved_as_a_further_revision_is_found():
    writer = IncrementalPdfFileWriter(io.BytesIO(SIGNED))
    writer.root["/Specimen"] = writer.root["/Type"]
    writer.update_root()
    changed = io.BytesIO()
    writer.write(changed)

    verdict = verify_pdf(changed.getvalue(), [AUTHORITY.root], at=NOW)
    assert (verdict.code, verdict.print_serial) == ("pdf.extended", None)


def test_a_stranger_signing_after_us_does_not_hide_that_ours_was_extended():
    assert code(signed(SIGNED, STRANGER, "Second")) == "pdf.extended"


def test_our_signature_over_a_strangers_is_valid():
    assert code(signed(signed(authority=STRANGER), AUTHORITY, "Second")) == "pdf.valid"


def test_a_stranger_of_the_same_name_is_a_stranger():
    verdict = verify_pdf(signed(authority=STRANGER), [AUTHORITY.root], at=NOW)

    assert (verdict.code, verdict.print_serial) == ("pdf.foreign_signer", None)


def test_our_signature_moved_to_another_document_is_found():
    other = signed(pdf(KEYWORDS.replace("0001:", "0002:")))
    moved = other[:CMS_STARTS] + SIGNED[CMS_STARTS:CMS_ENDS] + other[CMS_ENDS:]

    assert len(other) == len(SIGNED)
    assert code(moved) == "pdf.changed"


def test_a_file_signed_with_a_certificate_since_expired_is_not_called_forged():
    later = NOW + timedelta(days=4000)

    assert code(SIGNED, at=later) == "pdf.signer_expired"
    assert code(signed(authority=STRANGER), at=later) == "pdf.foreign_signer"


@pytest.mark.parametrize("keywords", ["", "certificate", KEYWORDS + "x", KEYWORDS[:-1] + "0"])
def test_another_document_of_ours_is_no_certificate(keywords):
    assert code(signed(pdf(keywords))) == "pdf.no_certificate"


def test_a_document_of_ours_without_any_information_is_no_certificate():
    bare = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(bare)

    assert code(signed(bare.getvalue())) == "pdf.no_certificate"


def test_without_roots_nobody_is_trusted():
    assert code(SIGNED, roots=()) == "pdf.foreign_signer"


@pytest.mark.parametrize(
    ("document", "verdict"),
    [
        (b"", "pdf.unreadable"),
        (b"\x89PNG", "pdf.unreadable"),
        (pdf(), "pdf.not_signed"),
        (b"%PDF-1.7\n" + b"[" * 100_000, "pdf.not_signed"),
        (b"%PDF-1.7 /ByteRange [0 9 9 9]", "pdf.signature_broken"),
        (b"%PDF-1.7 /ByteRange [0 0 0 0]", "pdf.signature_broken"),
        (b"%PDF-1.7 /ByteRange [0 5 9999999999 1]", "pdf.signature_broken"),
        (b"%PDF-1.7 /ByteRange [0 9 9999999999 1]", "pdf.signature_broken"),
        (b"%PDF-1.7\n<> /ByteRange [0 9 11 20]", "pdf.signature_broken"),
        (b"%PDF-1.7\n<3080> /ByteRange [0 9 15 20]", "pdf.signature_broken"),
        (b"%PDF-1.7\n<0500> /ByteRange [0 9 15 20]", "pdf.signature_broken"),
        (b"%PDF-1.7\n" + b" " * LARGEST, "pdf.too_large"),
    ],
    ids=range(12),
)
def test_bytes_made_to_confuse_get_a_verdict(document, verdict):
    assert code(document) == verdict


def test_a_thousand_signatures_are_not_all_looked_at():
    flood = SIGNED + b"/ByteRange [0 9 9 9]" * 1000

    assert MOST_SIGNATURES < 1000
    assert code(flood) == "pdf.extended"


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(min_size=1, max_size=400), st.integers(0, DER_ENDS - CMS_STARTS - 2))
def test_a_signature_overwritten_with_anything_gets_a_verdict(noise, offset):
    at = CMS_STARTS + offset // 2 * 2
    written = noise.hex().encode().upper()[: CMS_ENDS - at]
    document = SIGNED[:at] + written + SIGNED[at + len(written) :]

    assert (document == SIGNED) == (code(document) in UNCHANGED)


@settings(max_examples=60)
@given(st.binary(max_size=300))
def test_any_bytes_get_a_verdict(noise):
    assert code(noise) in {"pdf.unreadable", "pdf.not_signed", "pdf.signature_broken"}
    assert code(b"%PDF-1.7" + noise) in SENTENCES


def test_every_verdict_speaks_both_languages():
    verdict = verify_pdf(b"", [AUTHORITY.root])

    said = SENTENCES["pdf.unreadable"]
    assert (verdict.message_zh, verdict.message_en) == (said.zh, said.en)


def test_signing_and_checking_work_in_native_threads_of_a_green_process_without_warnings():
    program = (
        "import warnings, sys\n"
        "warnings.simplefilter('ignore')\n"
        "import eventlet; eventlet.monkey_patch()\n"
        "warnings.simplefilter('error')\n"
        "from eventlet import tpool\n"
        "from services.print_svc.signing.documents import sign_pdf\n"
        "from services.print_svc.signing.verification import verify_pdf\n"
        "from tests.unit.print_svc.signing.specimens import AUTHORITY, NOW, pdf\n"
        "sign = lambda: sign_pdf(pdf(), AUTHORITY.signer, reason='SPECIMEN', field_name='f')\n"
        "check = lambda: verify_pdf(tpool.execute(sign), [AUTHORITY.root], at=NOW).code\n"
        "jobs = [eventlet.spawn(tpool.execute, check) for _ in range(4)]\n"
        "sys.exit({job.wait() for job in jobs} != {'pdf.valid'})\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, timeout=60, check=False
    )

    assert (done.returncode, done.stderr) == (0, b"")
