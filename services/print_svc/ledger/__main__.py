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
        print(f"[{found.code}] {found.message_zh}\n    {found.message_en}")
    if faults:
        print("证明不成立。\nThe proof does not hold.")
        return 1
    print(_summary(proof))
    if pem is None:
        print(_caution(key_id(key).hex()))
    return 0


def _summary(proof: Proof) -> str:
    shown, end = len(proof.shown), proof.head.tip
    when = proof.head.signed_at.isoformat(timespec="seconds")
    return (
        f"证明成立：企业 {proof.enterprise_code} 的 {shown} 次用章记录前后相接、未被改动；"
        f"账本共 {end.length} 行，链头签于 {when}。\n"
        f"The proof holds: {shown} seal uses of {proof.enterprise_code}, none changed, "
        f"removed or reordered; the ledger has {end.length} rows, its head was signed at {when}."
    )


def _caution(key: str) -> str:
    return (
        f"注意：公钥（编号 {key}）取自文件本身；请用 --key 给出从官方渠道取得的公钥。\n"
        f"Note: the public key (id {key}) came with the file; "
        "give one from a trusted place with --key."
    )


if __name__ == "__main__":
    sys.exit(main())
