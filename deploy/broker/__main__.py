"""`python -m deploy.broker`: print the definitions that deploy/k8s has, without any password.

With FOLDER, a filled-in copy of deploy/k8s/secrets, the same definitions with the passwords that
the addresses there have, hashed. An account that no address names lets nobody in.
"""

import argparse
import json
from pathlib import Path
from urllib.parse import unquote, urlsplit

from deploy.broker.definitions import Definitions, user, whole

COMMITTED = Path(__file__).parents[1] / "k8s/components/rabbitmq/definitions.json"
_SETTING = "ORIGINPRINT_AMQP_URL="


def passwords(folder: Path) -> dict[str, str]:
    """Account to password, from every address of the broker in the folder."""
    addresses = [
        urlsplit(line.removeprefix(_SETTING))
        for file in sorted(folder.glob("*.env"))
        for line in file.read_text().splitlines()
        if line.startswith(_SETTING)
    ]
    return {unquote(one.username or ""): unquote(one.password or "") for one in addresses}


def filled_in(committed: Definitions, known: dict[str, str]) -> Definitions:
    """With password hashes, salted anew each time."""
    return committed | {
        "users": [user(one["name"], known.get(one["name"])) for one in committed["users"]]
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="deploy.broker", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?")
    folder = parser.parse_args().folder
    if folder is None:
        definitions = whole({})
    else:
        definitions = filled_in(json.loads(COMMITTED.read_text()), passwords(folder))
    print(json.dumps(definitions, indent=2))


if __name__ == "__main__":
    main()
