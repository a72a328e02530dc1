"""`python -m customs.openapi`: the console's OpenAPI description, to standard output."""

import json
import sys
from typing import cast

from customs.console.app import make_app
from customs.parts import Parts


def main() -> None:
    app = make_app(cast("Parts", None), {})  # routes use their parts when they are called
    json.dump(app.openapi(), sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
