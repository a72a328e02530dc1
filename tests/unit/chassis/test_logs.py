"""What a process says is JSON, one object a line, even what nobody caught."""

import json
import subprocess
import sys

FAILURES = """
from chassis import run
import eventlet, threading, warnings
from chassis.logs import configure_logs

class Fails:
    def __del__(self):
        raise ValueError("in a destructor")

configure_logs("failing", "info")
run.log_failed_greenlets()
eventlet.spawn(int, "a greenlet's")
eventlet.sleep(0.01)
threading.Thread(target=int, args=["a green thread's"]).start()
eventlet.sleep(0.01)
eventlet.patcher.original("threading").Thread(target=int, args=["a real thread's"]).start()
eventlet.sleep(0.1)
Fails()
warnings.warn("a warning")
raise ValueError("the process's own")
"""


SAYS = """
import structlog
from chassis.logs import configure_logs

configure_logs("speaking", "info")
structlog.get_logger().info("card_opened", card_pin="1234", enterprise="样本")
"""


def said(script: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", script]
    return subprocess.run(command, stderr=subprocess.PIPE, text=True, timeout=60, check=False)


def test_a_secret_is_masked_by_the_name_of_its_field():
    line = json.loads(said(SAYS).stderr)

    assert (line["card_pin"], line["enterprise"], line["process"]) == ("***", "样本", "speaking")


def test_each_failure_that_nobody_catches_is_one_line():
    failed = said(FAILURES)

    lines = [json.loads(line) for line in failed.stderr.splitlines()]

    assert failed.returncode == 1
    assert {line["process"] for line in lines} == {"failing"}
    assert [line["event"].split(":")[0] for line in lines] == [
        "greenlet_failed",
        "thread_failed",
        "thread_failed",
        "error_ignored",
        "<string>",
        "process_failed",
    ]
