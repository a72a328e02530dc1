"""The shipped files of Prometheus and Alertmanager, with a minute made a second.

Nothing else of a rule changes: what is tried is the expression that ships. Windows in brackets,
offsets, `for`, and the intervals of groups and of Alertmanager are divided by `FACTOR`; thresholds
and names stay, also where a threshold is of seconds.
"""

import copy
import re
from typing import Any

FACTOR = 60
_MILLISECONDS = {"ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}
_WINDOW = re.compile(r"(?<=\[)\w+(?=\])|(?<= offset )\w+")
_TIMES = frozenset({"for", "interval", "group_wait", "group_interval", "repeat_interval"})


def hurried(duration: str) -> str:
    """`5m` is `5000ms`."""
    parts = re.findall(r"(\d+)(ms|[smhd])", duration)
    total = sum(int(count) * _MILLISECONDS[unit] for count, unit in parts)
    return f"{total // FACTOR}ms"


def rules(shipped: Any) -> Any:
    """All of a file of rules or of Alertmanager's configuration, wherever a time stands in it."""
    if isinstance(shipped, list):
        return [rules(one) for one in shipped]
    if not isinstance(shipped, dict):
        return shipped
    return {name: _value(name, value) for name, value in shipped.items()}


def _value(name: str, value: Any) -> Any:
    if name in _TIMES:
        return hurried(value)
    if name == "expr":
        return _WINDOW.sub(lambda found: hurried(found[0]), value)
    return rules(value)


def configuration(shipped: Any, *, rule_files: list[str], alertmanager: str, found: Any) -> Any:
    """`prometheus.yml`, scraping once a second; `found` are the targets of each job.

    They come from a file in place of DNS and keep the label that DNS would have given them, so
    that what is made of it is what ships.
    """
    made = copy.deepcopy(shipped)
    made["global"] = {"scrape_interval": "1s", "evaluation_interval": "250ms"}
    made["rule_files"] = rule_files
    made["alerting"] = {"alertmanagers": [{"static_configs": [{"targets": [alertmanager]}]}]}
    for job in made["scrape_configs"]:
        del job["dns_sd_configs"]
        job |= {"scheme": "http", "file_sd_configs": [{"files": [found[job["job_name"]]]}]}
        job.pop("tls_config", None)
    return made
