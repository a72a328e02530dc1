"""What ends by itself is started again and announced; what was stopped on purpose is not."""

from collections.abc import Callable
from pathlib import Path

import pytest

from deploy.local.server import Server, ServerFailedError
from deploy.local.supervision import GIVE_UP_AFTER, Supervisor


class Script(Server):
    """A server that is one line of shell; it serves nobody."""

    name = "script"

    def __init__(self, home: Path, line: str) -> None:
        self.line = line
        super().__init__(home)

    def choose_ports(self) -> None:
        pass

    def prepare(self) -> None:
        pass

    def command(self) -> list[str]:
        return ["sh", "-c", self.line]

    def environment(self) -> dict[str, str]:
        return {"PATH": "/usr/bin:/bin"}

    def answers(self) -> bool:
        return False


@pytest.fixture
def launched(tmp_path):
    """Scripts as running servers; all are stopped at the end."""
    scripts: list[Script] = []

    def launch(line: str) -> Script:
        scripts.append(Script(tmp_path / str(len(scripts)), line))
        scripts[-1].launch()
        return scripts[-1]

    yield launch
    for script in scripts:
        script.kill()


def test_one_that_died_runs_again_and_is_announced(launched):
    script, said = launched("sleep 60"), []
    supervisor = Supervisor([script], said.append)
    script.process.kill()
    script.process.wait()

    supervisor.look()

    assert script.exit_code() is None
    assert not script.has_ended()
    assert said == ["script ended (exit code -9): restart number 1"]


def test_one_that_runs_is_left_alone(launched):
    script, said = launched("sleep 60"), []
    process = script.process

    Supervisor([script], said.append).look()

    assert script.process is process
    assert said == []


def test_one_that_was_stopped_stays_stopped(launched):
    script, said = launched("sleep 60"), []
    supervisor = Supervisor([script], said.append)
    script.stop()

    supervisor.look()

    assert script.has_ended()
    assert said == []


def test_one_that_dies_each_time_is_given_up_on_with_its_last_words(launched):
    script, said = launched("echo no settings; exit 3"), []
    supervisor = Supervisor([script], said.append)

    with pytest.raises(ServerFailedError, match=r"exit code 3:\n(no settings\n?)+"):
        repeat(supervisor.look, script)

    assert len(said) == GIVE_UP_AFTER


def repeat(look: Callable[[], None], script: Script) -> None:
    while True:
        script.process.wait()
        look()
