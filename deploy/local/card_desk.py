"""The card at a workstation, and the exporter whose browser has it sign there (0024)."""

import subprocess
from pathlib import Path
from typing import Any
from uuid import UUID

from deploy.local.desk import WorkstationFailed, program
from deploy.local.exporter import Exporter, wait_for
from deploy.local.person import PIN, Person

_SIGNING_SECONDS = 60


class ExporterAtDesk(Exporter):
    """Every statement is read, and the PIN entered, in the workstation program beside the browser.

    All raise WorkstationFailed with what the program said.
    """

    def __init__(self, gateway: str, person: Person, state: Path) -> None:
        super().__init__(gateway, person)
        self._state = state
        self.workstation_id: UUID | None = None
        """Once it is paired; a login by its code comes before."""
        self.code_shown = ""

    def use_card(self, file: Path) -> None:
        at_card(self._state, "use", "--file", str(file))

    def log_in(self) -> dict[str, Any]:
        """The browser shows a code, which is entered in the program; the code is kept to show."""
        begun = self.call("POST", "/card-logins")
        self.code_shown = begun["user_code"]
        at_card(self._state, "log-in", self.code_shown, "--gateway", self._gateway, pin=PIN)
        mine = {"login_secret": begun["login_secret"]}
        opened = wait_for(
            lambda: self.call("POST", "/card-logins/completion", json=mine)["session"],
            "the session",
        )
        self.http.headers["Authorization"] = f"Bearer {opened['token']}"
        caller: dict[str, Any] = opened["caller"]
        return caller

    def signed(self, to_sign: dict[str, Any]) -> dict[str, str]:
        """Asked for in the session, once the workstation is paired and runs."""
        path = f"/workstations/{self.workstation_id}/card-requests"
        asked = self.call("POST", path, json={"to_sign": to_sign})
        at_card(self._state, "requests", pin=PIN)
        answered = self.call("GET", f"/card-requests/{asked['request_id']}")
        if answered["signature"] is None:
            raise WorkstationFailed(answered["message_en"])
        return {
            "challenge_id": asked["challenge_id"],
            "card_signature": answered["signature"],
        }


def at_card(state: Path, *arguments: str, pin: str = "") -> None:
    """A `card` command of the program, whose question for the PIN is answered."""
    ended = subprocess.run(
        program("card", *arguments, "--state", str(state)),
        input=f"{pin}\n",
        capture_output=True,
        text=True,
        timeout=_SIGNING_SECONDS,
        check=False,
    )
    if ended.returncode != 0:
        raise WorkstationFailed(ended.stderr)
