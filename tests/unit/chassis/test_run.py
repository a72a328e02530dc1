"""A process that is told to stop ends, whatever its servers do.

Each ends in a process of its own, because starting one patches the whole interpreter.
"""

import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[3]
STOPPING = """
from chassis import run  # it patches eventlet
import eventlet, eventlet.event

def hang():
    eventlet.event.Event().wait()

def end():
    pass

def fail():
    raise RuntimeError("somebody else reads there")

class Container:
    config = {{"ready": eventlet.event.Event()}}
    stop, kill = staticmethod({stop}), staticmethod({kill})

run.START_SECONDS = run.STOP_SECONDS = run.KILL_SECONDS = 0.1
asked_to_stop = eventlet.event.Event()
asked_to_stop.send()
if {started}:
    Container.config["ready"].send()
stopping = eventlet.spawn(run._stop_when_asked, asked_to_stop, Container)
stopping.wait()
print("the container has ended")
"""


@pytest.fixture
def stopped():
    """A process told to stop, whose container does this when it is told."""

    def stopped(
        *, started: bool = True, stop: str = "hang", kill: str = "hang"
    ) -> subprocess.CompletedProcess[str]:
        script = STOPPING.format(started=started, stop=stop, kill=kill)
        return subprocess.run(
            [sys.executable, "-W", "ignore", "-c", script],
            cwd=REPOSITORY,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return stopped


def test_a_container_that_stops_is_not_killed(stopped):
    process = stopped(stop="end")

    assert process.returncode == 0
    assert "the container has ended" in process.stdout
    assert "service_killed" not in process.stdout


def test_a_container_that_does_not_stop_is_killed(stopped):
    process = stopped(kill="end")

    assert process.returncode == 0
    assert "the container has ended" in process.stdout
    assert "service_killed" in process.stdout


def test_a_container_that_fails_to_stop_is_killed(stopped):
    process = stopped(stop="fail", kill="end")

    assert process.returncode == 0
    assert "the container has ended" in process.stdout
    assert "somebody else reads there" in process.stdout


def test_a_process_whose_container_cannot_be_killed_ends_itself(stopped):
    process = stopped()

    assert process.returncode == 1
    assert "the container has ended" not in process.stdout


def test_a_process_that_has_not_started_yet_just_ends(stopped):
    process = stopped(started=False, stop="end")

    assert process.returncode == 0
    assert "the container has ended" not in process.stdout
