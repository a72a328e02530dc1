"""The commands for printers: which there are, which one is used, and what it must be asked."""

import argparse
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from contracts.workstation_program import WorkstationPrinter
from workstation.commands import add_state, write
from workstation.discovery import CUPS, discovered, in_cups
from workstation.ipp import forget_pin, keep_pins_in
from workstation.preflight import load_rules
from workstation.printers import PINS, Known, Printers, told_of


def add_printers(command: argparse.ArgumentParser) -> None:
    command.formatter_class = argparse.RawDescriptionHelpFormatter
    command.description = (
        "Without options: the printers of this workstation and what they say (R62). "
        "With --find also those that announce themselves (DNS-SD) and those of CUPS.\n"
        "不带选项时列出本机的打印机及其是否符合要求；--find 查找局域网和 CUPS 中的打印机。"
    )
    command.add_argument("uris", nargs="*", metavar="URI", help="look at these only 只查看这些")
    command.add_argument("--find", action="store_true", help="look around 查找打印机")
    command.add_argument("--seconds", type=float, default=2.0, metavar="SECONDS")
    command.add_argument("--interface", metavar="ADDRESS", help="look around from here only")
    command.add_argument("--cups", default=CUPS, metavar="ipp://HOST/", help="the CUPS to ask")
    command.add_argument("--add", metavar="URI", help="use it here 添加打印机")
    command.add_argument("--default", metavar="URI", help="for what names no printer 设为默认")
    command.add_argument("--remove", metavar="URI", help="use it no more 移除打印机")
    command.add_argument("--trust", metavar="URI", help="its changed certificate 重新信任证书")
    add_state(command)
    command.set_defaults(run=_printers)


def _printers(asked: argparse.Namespace) -> int:
    keep_pins_in(asked.state / PINS)
    if asked.uris:
        only = Printers({uri: Known(uri=uri) for uri in asked.uris})
        write({one.uri: _shown(one) for one in told_of(only, load_rules(asked.state))})
        return 0
    printers = Printers.load(asked.state)
    if any((asked.add, asked.default, asked.remove, asked.trust)):
        _change(printers, asked)
        printers.save(asked.state)
    told = told_of(printers, load_rules(asked.state))
    shown: dict[str, Any] = {"printers": [_shown(one) for one in told]}
    if asked.find:
        interfaces = {"interfaces": [asked.interface]} if asked.interface else {}
        shown["found"] = {
            "dns_sd": discovered(asked.seconds, **interfaces),
            "cups": in_cups(asked.cups),
        }
    write(shown)
    return 0


def _change(printers: Printers, asked: argparse.Namespace) -> None:
    """Raises ValueError for an address that is none."""
    for uri in filter(None, (asked.add, asked.default)):
        if urlsplit(uri).scheme not in {"ipp", "ipps"} or not urlsplit(uri).hostname:
            raise ValueError(f"{uri} is no printer address: ipp://host/path or ipps://host/path is")
        printers.add(uri)
    if asked.default:
        printers.default = asked.default
    if asked.remove:
        printers.remove(asked.remove)
    if asked.trust:
        parts = urlsplit(asked.trust)
        forget_pin(f"{parts.hostname}:{parts.port or 631}")


def _shown(printer: WorkstationPrinter) -> Mapping[str, Any]:
    return printer.model_dump(mode="json")
