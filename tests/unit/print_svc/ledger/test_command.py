"""Anybody checks a proof from the command line, without the service."""

import json
import subprocess
import sys
from dataclasses import replace

import pytest

from services.print_svc.domain.keys import public_pem
from services.print_svc.ledger.__main__ import main
from services.print_svc.ledger.proofs import make_proof
from tests.unit.print_svc.ledger.ledgers import KEY, NOW, OURS, STRANGER, head_of, ledger

ROWS = ledger()


def document(rows=ROWS):
    proof = make_proof(rows, head_of(ROWS), KEY.public_key(), enterprise_code=OURS)
    return json.dumps(proof).encode()


@pytest.fixture
def written(tmp_path):
    def write(name, content):
        path = tmp_path / name
        path.write_bytes(content)
        return str(path)

    return write


def test_a_proof_that_holds_exits_with_zero_and_says_so_in_both_languages(written, capsys):
    key = written("public.pem", public_pem(KEY.public_key()))

    assert main(["verify", written("proof.json", document()), "--key", key]) == 0
    said = capsys.readouterr().out
    assert "证明成立" in said
    assert "The proof holds: 3 seal uses" in said
    assert "--key" not in said


def test_a_proof_from_a_later_head_says_which_span_it_covers(written, capsys):
    proof = make_proof(
        ROWS[2:],
        head_of(ROWS),
        KEY.public_key(),
        enterprise_code=OURS,
        start=head_of(ROWS[:2]),
    )

    assert main(["verify", written("proof.json", json.dumps(proof).encode())]) == 0
    said = capsys.readouterr().out
    assert (
        f"签于 {NOW.isoformat()} 的链头之后，台账第 3 至 6 行，其中有该企业第 2 至 3 次用章" in said
    )
    assert f"rows 3 to 6 of the ledger, after the head signed at {NOW.isoformat()}" in said
    assert "uses 2 to 3 of the enterprise" in said


def test_a_proof_from_the_beginning_names_no_span(written, capsys):
    main(["verify", written("proof.json", document())])

    said = capsys.readouterr().out
    assert "Span" not in said
    assert "范围" not in said


def test_a_proof_that_shows_nothing_says_that_it_proves_nothing_of_uses(written, capsys):
    head = head_of(ROWS)
    proof = make_proof([], head, KEY.public_key(), enterprise_code="another", start=head)

    assert main(["verify", written("proof.json", json.dumps(proof).encode())]) == 0
    assert "No seal use is shown; that does not prove that there was none." in (
        capsys.readouterr().out
    )


def test_without_a_key_of_ones_own_the_reader_is_cautioned(written, capsys):
    assert main(["verify", written("proof.json", document())]) == 0
    assert "give one from a trusted place with --key" in capsys.readouterr().out


def test_a_changed_proof_exits_with_one_and_names_the_row(written, capsys):
    changed = replace(ROWS[2], use=replace(ROWS[2].use, certificate_no="A26470ZC21109999"))
    rows = [*ROWS[:2], changed, *ROWS[3:]]

    assert main(["verify", written("proof.json", document(rows))]) == 1
    said = capsys.readouterr().out
    assert "[ledger.row_changed] 第 3 行" in said
    assert "The proof does not hold." in said


def test_a_proof_under_another_key_exits_with_one(written):
    key = written("public.pem", public_pem(STRANGER.public_key()))

    assert main(["verify", written("proof.json", document()), "--key", key]) == 1


@pytest.mark.parametrize("content", [b"", b"{}", b"%PDF-1.7"])
def test_a_file_that_is_no_proof_exits_with_two(written, capsys, content):
    assert main(["verify", written("proof.json", content)]) == 2
    assert "Cannot be read" in capsys.readouterr().err


def test_a_missing_file_or_a_wrong_key_file_exits_with_two(written):
    proof = written("proof.json", document())

    assert main(["verify", proof + ".missing"]) == 2
    assert main(["verify", proof, "--key", proof]) == 2


def test_the_command_runs_as_a_program_without_the_service(written):
    imported = "import sys, runpy; sys.argv[1:] = sys.argv[1:]"
    check = (
        f"{imported}\ntry: runpy.run_module('services.print_svc.ledger', run_name='__main__')\n"
        "except SystemExit as e: code = e.code\n"
        "assert not {'nameko', 'sqlalchemy', 'kombu', 'eventlet'} & sys.modules.keys()\n"
        "sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", check, "verify", written("proof.json", document())],
        capture_output=True,
        timeout=60,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, b"")
