"""Processor time is that of a process and of all it started."""

import os
import subprocess
import sys

import pytest

from bench.processor_time import busy_seconds, processor_seconds

pytestmark = pytest.mark.unit

BUSY = "import time\nwhile time.process_time() < 0.3: pass\nprint(flush=True)\ninput()"


@pytest.fixture
def busy_child():
    """Has used 0.3 s and waits."""
    command = [sys.executable, "-c", BUSY]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        child.stdout.readline()
        yield child
        child.communicate(b"\n")


def test_a_child_counts_for_itself_and_for_its_parent(busy_child):
    spent = processor_seconds({"child": busy_child.pid, "parent": os.getpid()})

    assert 0.25 < spent["child"] < 2
    assert spent["parent"] > spent["child"]


def test_a_child_that_has_ended_still_counts_for_its_parent():
    before = processor_seconds({"parent": os.getpid()})["parent"]
    subprocess.run([sys.executable, "-c", BUSY], input=b"\n", stdout=subprocess.PIPE, check=True)

    assert processor_seconds({"parent": os.getpid()})["parent"] - before > 0.25


def test_whoever_works_keeps_a_core_busy():
    before = busy_seconds()
    subprocess.run([sys.executable, "-c", BUSY], input=b"\n", stdout=subprocess.PIPE, check=True)

    assert busy_seconds() - before > 0.25
