"""A private S3 server: rclone over a folder."""

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from deploy.local.server import LOOPBACK, Server, find_program, free_port, http_status


class ObjectStore(Server):
    name = "S3"
    address = LOOPBACK

    def __init__(self, home: Path, accounts: Mapping[str, str]) -> None:
        """`accounts` are access keys with their secrets: told apart, and all may do everything."""
        self.program = find_program("rclone", Path(sys.executable).parent)
        self.accounts = dict(accounts)
        super().__init__(home)

    @property
    def endpoint(self) -> str:
        return f"http://{self.address}:{self.port}"

    def choose_ports(self) -> None:
        self.port = free_port()

    def prepare(self) -> None:
        (self.home / "data").mkdir(exist_ok=True)

    def command(self) -> Sequence[str | Path]:
        return [self.program, "serve", "s3", "data", "--addr", f"{self.address}:{self.port}"]

    def environment(self) -> Mapping[str, str]:
        return {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(self.home),
            "RCLONE_CONFIG": "/dev/null",
            "RCLONE_CACHE_DIR": str(self.home / "cache"),
            # A list in CSV whose entries have a comma of their own.
            "RCLONE_AUTH_KEY": ",".join(f'"{key},{its}"' for key, its in self.accounts.items()),
        }

    def answers(self) -> bool:
        return http_status(self.address, self.port, "/", 1) is not None
