"""What the customs process writes into its log."""

import json
import subprocess
import sys

SAYS = """
import structlog
from customs.telemetry import configure_logs

configure_logs("info")
structlog.get_logger().info("declarer_filed", id_number="110101199003070010", name="样本")
"""


def test_a_log_line_shows_no_id_number():
    command = [sys.executable, "-c", SAYS]
    said = subprocess.run(command, stderr=subprocess.PIPE, text=True, timeout=60, check=True)

    line = json.loads(said.stderr)

    assert (line["id_number"], line["name"], line["process"]) == ("***", "样本", "customs")
