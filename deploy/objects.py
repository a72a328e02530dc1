"""`python -m deploy.objects FOLDER`: write the policies of the object store that deploy/k8s has.

One for each account, as S3 and MinIO read them: what is not allowed is refused.
"""

import argparse
import json
from pathlib import Path
from typing import Any, Final

from contracts.object_accounts import Grant, Right, grants

COMMITTED: Final = Path(__file__).parent / "k8s/components/minio/policies"
_ACTIONS: Final[dict[Right, tuple[str, ...]]] = {
    "put": ("s3:PutObject", "s3:AbortMultipartUpload"),
    "get": ("s3:GetObject",),
    "delete": ("s3:DeleteObject",),
    "list": ("s3:ListBucket",),
    "make": ("s3:CreateBucket",),
}


def policies() -> dict[str, dict[str, Any]]:
    """By the name of the file, `auth-svc.json`."""
    return {
        f"{account.replace('_', '-')}.json": {
            "Version": "2012-10-17",
            "Statement": [_statement(grant) for grant in given],
        }
        for account, given in grants().items()
    }


def _statement(grant: Grant) -> dict[str, Any]:
    bucket = f"arn:aws:s3:::{grant.bucket}"
    return {
        "Effect": "Allow",
        "Action": [action for right in grant.rights for action in _ACTIONS[right]],
        "Resource": [f"{bucket}/{place}" for place in grant.places] or [bucket],
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="deploy.objects", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=COMMITTED)
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    for name, policy in policies().items():
        (folder / name).write_text(json.dumps(policy, indent=2) + "\n")


if __name__ == "__main__":
    main()
