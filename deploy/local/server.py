"""One private server: launched on free loopback ports, probed, stopped, never left behind."""

import contextlib
import http.client
import os
import random
import shutil
import signal
import socket
import subprocess
import time
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

LOOPBACK = "127.0.0.1"
_PORTS = range(20_000, 32_000)  # below the range from which the kernel takes client ports
_MOST_PORTS = 200  # more than one product has
_kept_ports: deque[int] = deque()
"""Descriptors, which nothing but the end of the process or a later port closes."""
_ATTEMPTS = 3
_POLL_SECONDS = 0.03
_LOG_LINES = 15

Progress = Callable[[str], None]


class MissingProgramError(Exception):
    """A program of the machine is not installed; the message says how to get it."""


class ServerFailedError(Exception):
    """A server ended or did not answer in time; the message ends with its log."""


class Server(ABC):
    """A server with its own folder; launch it from a thread that lives as long as it should.

    The kernel ends the process together with the thread that launched it (prctl(2),
    PR_SET_PDEATHSIG), so that not even a killed parent leaves servers behind.
    """

    name: str
    stop_signal = signal.SIGTERM
    orphan_signal = signal.SIGKILL
    stop_seconds = 15.0
    start_seconds = 60.0
    """After so long it is no longer expected to answer."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.log = home / "server.log"
        self.process: subprocess.Popen[bytes] | None = None
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.choose_ports()

    @abstractmethod
    def choose_ports(self) -> None: ...

    @abstractmethod
    def prepare(self) -> None:
        """Writes what the process reads when it starts."""

    @abstractmethod
    def command(self) -> Sequence[str | Path]: ...

    @abstractmethod
    def environment(self) -> Mapping[str, str]: ...

    @abstractmethod
    def answers(self) -> bool:
        """Whether a client is served now."""

    def identity(self) -> Sequence[str]:
        """Further options of setpriv(1): the user to run as."""
        return ()

    def place(self) -> Sequence[str]:
        """What starts the others elsewhere, and becomes them: in a network of its own."""
        return ()

    def pids(self) -> Sequence[int]:
        """Of the processes that stop when it does."""
        return [self.process.pid] if self.process is not None else []

    def signal(self, what: signal.Signals) -> None:
        """To all of them that have not ended meanwhile."""
        for pid in self.pids():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, what)

    def launch(self) -> None:
        self.prepare()
        keep = ["setpriv", "--pdeathsig", self.orphan_signal.name.removeprefix("SIG")]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*self.place(), *keep, *self.identity(), "--", *self.command()],
                cwd=self.home,
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def ask_to_stop(self) -> None:
        if self.process is not None:
            self.process.send_signal(self.stop_signal)

    def stop(self) -> None:
        self.ask_to_stop()
        self.await_end()

    def await_end(self) -> None:
        """Kills it when it is still there after `stop_seconds`."""
        if self.process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(self.stop_seconds)
        self.kill()

    def kill(self) -> None:
        """Ends it at once, as a crash would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def has_ended(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def exit_code(self) -> int | None:
        """Of one that ended by itself; None while it runs and after it was stopped."""
        return None if self.process is None else self.process.poll()

    def last_words(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines()
        return "\n".join(lines[-_LOG_LINES:])


def start(servers: Sequence[Server], progress: Progress) -> None:
    """Starts them side by side, on other ports when one ends early; stops all when one fails.

    Raises ServerFailedError.
    """
    try:
        for server in servers:
            server.launch()
        _await_answers(servers, progress)
    except BaseException:
        stop(servers)
        raise


def stop(servers: Sequence[Server]) -> None:
    """Asks all before it waits for the first."""
    for server in servers:
        server.ask_to_stop()
    for server in servers:
        server.await_end()


@contextlib.contextmanager
def running(*servers: Server) -> Iterator[None]:
    """Started side by side, and stopped at the end. Raises ServerFailedError."""
    start(servers, lambda _: None)
    try:
        yield
    finally:
        stop(servers)


def restart(server: Server) -> None:
    """Starts one again on the ports it had. Raises ServerFailedError."""
    server.launch()
    deadline = time.monotonic() + server.start_seconds
    while not server.answers():
        if server.has_ended() or time.monotonic() > deadline:
            raise ServerFailedError(f"{server.name} did not come back:\n{server.last_words()}")
        time.sleep(_POLL_SECONDS)


def free_port() -> int:
    """A loopback port that nothing listens on and that nobody else was told of lately.

    Two who choose at one moment would otherwise take the same one, or that of a server which is
    away; and whoever asks that port for one of them hears the other.
    """
    for port in random.sample(_PORTS, len(_PORTS)):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind((LOOPBACK, port))
            _keep(port)
            return port
    raise ServerFailedError("no loopback port is free between 20000 and 32000")


def _keep(port: int) -> None:
    """For this process, as an abstract Unix socket, which ends with it; OSError if it is kept."""
    holder = socket.socket(socket.AF_UNIX)
    try:
        holder.bind(f"\0originprint-port-{port}")
    except OSError:
        holder.close()
        raise
    _kept_ports.append(holder.detach())
    if len(_kept_ports) > _MOST_PORTS:
        os.close(_kept_ports.popleft())


def listens(port: int, address: str = LOOPBACK) -> bool:
    with contextlib.suppress(OSError), socket.create_connection((address, port), timeout=1):
        return True
    return False


def http_status(address: str, port: int, path: str, seconds: float) -> int | None:
    """Of the answer to a GET; None where none comes within so long."""
    connection = http.client.HTTPConnection(address, port, timeout=seconds)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def find_program(name: str, *folders: Path) -> Path:
    """Where a program of the machine is. Raises MissingProgramError."""
    places = [*map(str, folders), *([None] if not folders else [])]
    found = next(filter(None, (shutil.which(name, path=place) for place in places)), None)
    if found is None:
        raise MissingProgramError(f"{name} is not installed: `make install` brings it")
    return Path(found)


def _await_answers(servers: Sequence[Server], progress: Progress) -> None:
    begin = time.monotonic()
    waiting = list(servers)
    launches = dict.fromkeys((server.name for server in servers), 1)
    while waiting:
        for server in [one for one in waiting if one.has_ended()]:
            launches[server.name] += 1
            _launch_again(server, launches[server.name])
        answering = [server for server in waiting if server.answers()]
        for server in answering:
            progress(f"{server.name} ready after {time.monotonic() - begin:.1f} s")
        waiting = [server for server in waiting if server not in answering]
        if waiting and time.monotonic() - begin > waiting[0].start_seconds:
            raise ServerFailedError(f"{waiting[0].name} is silent:\n{waiting[0].last_words()}")
        time.sleep(_POLL_SECONDS)


def _launch_again(server: Server, attempt: int) -> None:
    if attempt > _ATTEMPTS:
        raise ServerFailedError(f"{server.name} does not start:\n{server.last_words()}")
    time.sleep(0.5)  # what held the port or the folder may be ending this very moment
    server.choose_ports()
    server.launch()
