"""The machine's Chromium, driven by Playwright: without calls home, somebody logged in."""

import os
import shutil
from typing import Final
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Playwright

from deploy.local.server import MissingProgramError
from gateway.sessions import COOKIE, COOKIE_PATH

PROGRAMS: Final = (
    "chromium-headless-shell",
    "chromium",
    "google-chrome",
    "google-chrome-stable",
)
"""Pages alone take a third of the time that they take with the windows of a whole browser."""
FLAGS: Final = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-sync",
    "--no-first-run",
)


def launch(playwright: Playwright, *flags: str) -> Browser:
    """Raise MissingProgramError where none of PROGRAMS is installed."""
    program = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise MissingProgramError(f"no browser here: none of {', '.join(PROGRAMS)}")
    as_root = ("--no-sandbox",) if os.geteuid() == 0 else ()
    return playwright.chromium.launch(executable_path=program, args=[*FLAGS, *as_root, *flags])


def give_session(context: BrowserContext, gateway: str, token: str) -> None:
    """As the answer to a log-in does, so that the next log-in replaces it."""
    context.add_cookies(
        [
            {
                "name": COOKIE,
                "value": token,
                "domain": urlsplit(gateway).hostname,
                "path": COOKIE_PATH,
                "httpOnly": True,
                "sameSite": "Strict",
            }
        ]
    )
