"""A CUPS server of its own on loopback, with one queue before a real printer."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from deploy.local.printer import LocalPrinter
from deploy.local.server import free_port

QUEUE: Final = "forms"
FILTER_USER: Final = "lp"
"""As whom CUPS runs filters where it is started by root."""
_FOLDERS: Final = ("spool", "cache", "state", "tmp")
_PATH: Final = f"{os.environ['PATH']}:/usr/sbin:/sbin"
_PATIENCE_SECONDS: Final = 30.0
_FILES: Final = """\
ServerRoot {home}
ServerBin /usr/lib/cups
DataDir /usr/share/cups
DocumentRoot {home}
RequestRoot {home}/spool
CacheDir {home}/cache
StateDir {home}/state
TempDir {home}/tmp
Printcap
ErrorLog {home}/error.log
AccessLog {home}/access.log
PageLog {home}/page.log
SystemGroup root
{user}
"""
_SERVER: Final = """\
Listen 127.0.0.1:{port}
Browsing Off
WebInterface No
DefaultAuthType None
<Location />
  Order allow,deny
  Allow localhost
</Location>
<Policy default>
  JobPrivateAccess all
  JobPrivateValues none
  SubscriptionPrivateAccess all
  SubscriptionPrivateValues none
  <Limit All>
    Order allow,deny
    Allow localhost
  </Limit>
</Policy>
"""


def is_installed() -> bool:
    """Debian's cups-client and cups-core-drivers."""
    tools = all(shutil.which(name, path=_PATH) for name in ("cupsd", "lpadmin"))
    return tools and Path("/usr/lib/cups/backend/ipp").exists()


@dataclass(frozen=True, slots=True)
class Cups:
    """A running server; `uri` is its own address, `queue` that of its queue."""

    uri: str
    queue: str
    port: int

    def pause(self) -> None:
        """Takes jobs and prints none."""
        self.run("cupsdisable", QUEUE)

    def go_on(self) -> None:
        self.run("cupsenable", QUEUE)

    def take_no_jobs(self) -> None:
        self.run("cupsreject", QUEUE)

    def run(self, command: str, *arguments: str) -> None:
        program = shutil.which(command, path=_PATH) or command
        subprocess.run(
            [program, "-h", f"127.0.0.1:{self.port}", *arguments], check=True, capture_output=True
        )


@contextmanager
def cups_before(printer: LocalPrinter) -> Iterator[Cups]:
    """In a folder that its filters' user reaches, too; killed and removed at the end."""
    with tempfile.TemporaryDirectory(prefix="originprint-cups-") as folder:
        home, port = Path(folder), free_port()
        _write(home, port)
        with (
            (home / "server.log").open("wb") as log,
            subprocess.Popen(_command(home), stdout=log, stderr=log) as process,
        ):
            try:
                _wait(process, port)
                at = f"ipp://127.0.0.1:{port}"
                cups = Cups(f"{at}/", f"{at}/printers/{QUEUE}", port)
                model = ("-m", "everywhere", "-o", "printer-error-policy=abort-job")
                cups.run("lpadmin", "-p", QUEUE, "-E", "-v", printer.uri, *model)
                yield cups
            finally:
                process.terminate()
                process.wait()


def _write(home: Path, port: int) -> None:
    home.chmod(0o711)
    for name in _FOLDERS:
        (home / name).mkdir()
    user = ""
    if os.getuid() == 0:
        user = f"User {FILTER_USER}\nGroup {FILTER_USER}"
        account = pwd.getpwnam(FILTER_USER)
        for name in _FOLDERS:
            os.chown(home / name, account.pw_uid, account.pw_gid)
    (home / "cups-files.conf").write_text(_FILES.format(home=home, user=user))
    (home / "cupsd.conf").write_text(_SERVER.format(port=port))


def _command(home: Path) -> list[str]:
    """A copy: AppArmor keeps the system's own program to the system's own folders."""
    program = home / "cupsd"
    shutil.copy(shutil.which("cupsd", path=_PATH) or "cupsd", program)
    files = ["-c", str(home / "cupsd.conf"), "-s", str(home / "cups-files.conf")]
    return ["setpriv", "--pdeathsig", "TERM", str(program), "-f", *files]


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert process.poll() is None, "cupsd ended"
        assert time.monotonic() < deadline, "cupsd does not answer"
        time.sleep(0.02)
