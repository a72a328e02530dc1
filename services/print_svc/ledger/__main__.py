"""`python -m services.print_svc.ledger verify FILE [--key PUBLIC.pem]`, without the service.

Exit status: 0 the proof holds, 1 something was changed, 2 the file cannot be read.
"""

import argparse
import sys
from pathlib import Path

from services.print_svc.domain.keys import key_id, load_public_key
from services.print_svc.ledger.proofs import (
    Proof,
    embedded_key,
    proof_faults,
    read_proof,
)

NOTHING_SHOWN = (
    "没有出示任何用章记录；这不证明该企业没有用过章。\n"
    "No seal use is shown; that does not prove that there was none.\n"
)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m services.print_svc.ledger")
    commands = parser.add_subparsers(required=True)
    verify = commands.add_parser("verify", help="核对用章证明文件 / check a seal-use proof")
    verify.add_argument("file", type=Path, help="用章证明文件 / the proof, JSON")
    verify.add_argument("--key", type=Path, help="公钥 / the public key you trust, PEM")
    given = parser.parse_args(arguments)
    try:
        return _verify(given.file.read_bytes(), given.key and given.key.read_bytes())
    except (OSError, ValueError) as error:
        print(f"无法读取：{error}\nCannot be read: {error}", file=sys.stderr)
        return 2


def _verify(document: bytes, pem: bytes | None) -> int:
    proof = read_proof(document)
    key = load_public_key(pem) if pem else embedded_key(proof)
    faults = proof_faults(proof, key)
    for found in faults:
        print(f"[{found.code}] {found.said.zh}\n    {found.said.en}")
    if faults:
        print("证明不成立。\nThe proof does not hold.")
        return 1
    print(_summary(proof))
    print(_scope(proof), end="")
    if pem is None:
        print(_caution(key_id(key).hex()))
    return 0


def _summary(proof: Proof) -> str:
    shown, end = len(proof.shown), proof.head.tip
    when = proof.head.signed_at.isoformat(timespec="seconds")
    return (
        f"证明成立：企业 {proof.enterprise_code} 的 {shown} 次用章记录前后相接、未被改动；"
        f"链头签于 {when}，当时台账共 {end.length} 行。\n"
        f"The proof holds: {shown} seal uses of {proof.enterprise_code}, none changed, "
        f"removed or reordered; its head was signed at {when}, over {end.length} rows."
    )


def _scope(proof: Proof) -> str:
    """What the proof leaves open, when it does not begin at the beginning or shows nothing."""
    if not proof.shown:
        return NOTHING_SHOWN
    if proof.start is None:
        return ""
    when = proof.start.signed_at.isoformat(timespec="seconds")
    rows = proof.start.tip.length + 1, proof.head.tip.length
    uses = proof.shown[0].enterprise_row, proof.shown[-1].enterprise_row
    return (
        f"范围：签于 {when} 的链头之后，台账第 {rows[0]} 至 {rows[1]} 行，"
        f"其中有该企业第 {uses[0]} 至 {uses[1]} 次用章；范围之外的不在证明之内。\n"
        f"Span: rows {rows[0]} to {rows[1]} of the ledger, after the head signed at {when}; they "
        f"hold uses {uses[0]} to {uses[1]} of the enterprise. Nothing is said of rows outside.\n"
    )


def _caution(key: str) -> str:
    return (
        f"注意：公钥（编号 {key}）取自文件本身；请用 --key 给出从官方渠道取得的公钥。\n"
        f"Note: the public key (id {key}) came with the file; "
        "give one from a trusted place with --key."
    )


if __name__ == "__main__":
    sys.exit(main())
