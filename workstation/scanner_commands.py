"""`scanner`: which there are here, and which one scans what is asked for from the browser."""

import argparse
import json
import sys
from typing import Any

from workstation.commands import add_state
from workstation.scanner_search import LOOK_SECONDS, look_around
from workstation.scanners import Scanners, typed


def add_scanner(command: argparse.ArgumentParser) -> None:
    command.formatter_class = argparse.RawDescriptionHelpFormatter
    command.description = (
        "Without options: the scanners of this workstation; the usual one scans what the browser "
        "asks for.\nWith --find also those that announce themselves (DNS-SD) and those of SANE; "
        "--keep adds them.\n"
        "不带选项时列出本机的扫描仪；--find 查找扫描仪，--keep 将找到的加入列表；"
        "--default 设定网页发起扫描时使用的扫描仪。"
    )
    command.add_argument("--find", action="store_true", help="look around 查找扫描仪")
    command.add_argument("--seconds", type=float, default=LOOK_SECONDS, metavar="SECONDS")
    command.add_argument("--keep", action="store_true", help="use what is found 加入找到的扫描仪")
    address = "http://HOST/eSCL | sane:DEVICE"
    command.add_argument("--add", metavar=address, help="use it here 添加扫描仪")
    command.add_argument("--default", metavar=address, help="the usual one 设为常用")
    command.add_argument("--remove", metavar=address, help="use it no more 移除扫描仪")
    add_state(command)
    command.set_defaults(run=_scanner)


def _scanner(asked: argparse.Namespace) -> int:
    """Raises ValueError for an address that is none."""
    scanners = Scanners.load(asked.state)
    found = look_around(asked.seconds) if asked.find or asked.keep else ()
    for address in filter(None, (asked.add, asked.default)):
        scanners.add(typed(address))
    for one in found if asked.keep else ():
        scanners.add(one)
    if asked.default:
        scanners.default = asked.default
    if asked.remove:
        scanners.remove(asked.remove)
    if any((asked.add, asked.default, asked.remove, asked.keep)):
        scanners.save(asked.state)
    shown: dict[str, Any] = {"scanners": [one.model_dump(mode="json") for one in scanners.told()]}
    if asked.find or asked.keep:
        shown["found"] = {one.address: one.name for one in found}
    sys.stdout.write(json.dumps(shown, ensure_ascii=False, indent=2) + "\n")
    return 0
