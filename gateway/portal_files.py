"""The built portal: its files out of memory, and its first page for every address of a screen.

What is not a file of the build cannot be asked for, whatever the path says. A build that replaces
the folder is served from the next start on.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from starlette.datastructures import Headers, URLPath
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match, NoMatchFound
from starlette.types import Receive, Scope, Send

from gateway.addresses import address_of

INDEX: Final = "index.html"
ASSETS: Final = "/assets/"
NO_SCREENS: Final = (
    "/api",
    "/customs",
    "/specimen",
    "/verify",
    "/assets",
    "/healthz",
    "/readyz",
    "/metrics",
)
"""Below these no screen lies: an address that nothing answers there is unknown."""
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
    "font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)
"""Scans and pages are looked at as blob: pictures before they are sent or printed."""
NOT_NEEDED: Final = (
    "accelerometer", "autoplay", "display-capture", "encrypted-media", "geolocation",
    "gyroscope", "hid", "magnetometer", "microphone", "midi", "payment", "serial", "usb",
    "xr-spatial-tracking",
)  # fmt: skip
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": ", ".join(["camera=(self)", *(f"{each}=()" for each in NOT_NEEDED)]),
    "Cross-Origin-Opener-Policy": "same-origin",
}
FOR_EVER: Final = "public, max-age=31536000, immutable"
MEDIA_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/vnd.microsoft.icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
SUFFIXES: Final = {"br": ".br", "gzip": ".gz"}
"""Of the compressed files that the build puts beside the others; the smallest first."""


class NoPortal(Exception):  # noqa: N818 - names the state
    """The folder holds no built portal."""


@dataclass(frozen=True)
class PortalFile:
    """`bodies` by their content encoding; `identity` is always there."""

    media_type: str
    cache_control: str
    digest: str
    bodies: Mapping[str, bytes]

    def answer(self, request: Request) -> Response:
        """200, or 304 to a browser that has it; a HEAD says the length of what GET would send."""
        encoding = next(
            (each for each in SUFFIXES if each in self.bodies and _accepts(request.headers, each)),
            "identity",
        )
        etag = f'"{self.digest}-{encoding}"'
        headers = HEADERS | {
            "Cache-Control": self.cache_control,
            "ETag": etag,
            "Vary": "Accept-Encoding",
        }
        if _has(request.headers, etag):
            return Response(status_code=304, headers=headers)
        if encoding != "identity":
            headers["Content-Encoding"] = encoding
        body = self.bodies[encoding]
        headers["Content-Length"] = str(len(body))
        content = b"" if request.method == "HEAD" else body
        return Response(content, headers=headers, media_type=self.media_type)


Found = Callable[[Scope], PortalFile | None]


class PortalRoute(BaseRoute):
    """Answers GET and HEAD where `found` names a file; its name stands in logs and metrics."""

    def __init__(self, name: str, found: Found) -> None:
        self.name = name
        self._found = found

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
            return Match.NONE, {}
        file = self._found(scope)
        return (Match.FULL, {"route": self, "portal_file": file}) if file else (Match.NONE, {})

    def url_path_for(self, name: str, /, **path_params: object) -> URLPath:
        raise NoMatchFound(name, path_params)

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Raise Refused("service.too_many_requests") when the address asks for too much."""
        request = Request(scope)
        await request.app.state.parts.limiter.take("page", {"address": address_of(request)})
        await scope["portal_file"].answer(request)(scope, receive, send)


def portal_routes(folder: Path) -> tuple[PortalRoute, PortalRoute]:
    """Of the build's own files, to stand before all other routes, and of the screens, after them.

    Raises NoPortal.
    """
    files = dict(_load(folder))
    first_page = files.get("/")
    if first_page is None:
        raise NoPortal(f"{folder} holds no {INDEX}: build the portal with `make portal`")

    def file_at(scope: Scope) -> PortalFile | None:
        return files.get(scope["path"])

    def page_of_a_screen(scope: Scope) -> PortalFile | None:
        return first_page if _may_be_a_screen(scope) else None

    return PortalRoute("portal_file", file_at), PortalRoute("portal_page", page_of_a_screen)


def _may_be_a_screen(scope: Scope) -> bool:
    path = f"{scope['path']}/"
    wants_page = "text/html" in Headers(scope=scope).get("accept", "")
    return wants_page and not any(path.startswith(f"{each}/") for each in NO_SCREENS)


def _load(folder: Path) -> Iterator[tuple[str, PortalFile]]:
    """By path; a folder's index.html at the folder, with and without the slash at its end.

    What is hidden is the build's own.
    """
    for source in sorted(folder.rglob("*")):
        relative = PurePosixPath(source.relative_to(folder).as_posix())
        hidden = any(part.startswith(".") for part in relative.parts)
        if hidden or not source.is_file() or source.suffix in SUFFIXES.values():
            continue
        file = _read(source, f"/{relative}")
        if relative.name != INDEX:
            yield f"/{relative}", file
            continue
        at = f"/{relative.parent}".removesuffix(".")
        yield at, file
        yield f"{at.rstrip('/')}/", file


def _read(source: Path, path: str) -> PortalFile:
    whole = source.read_bytes()
    compressed = {
        encoding: beside.read_bytes()
        for encoding, suffix in SUFFIXES.items()
        if (beside := source.with_name(source.name + suffix)).is_file()
    }
    return PortalFile(
        media_type=MEDIA_TYPES.get(source.suffix, "application/octet-stream"),
        cache_control=FOR_EVER if path.startswith(ASSETS) else "no-cache",
        digest=hashlib.sha256(whole).hexdigest()[:32],
        bodies={"identity": whole, **compressed},
    )


def _accepts(headers: Headers, encoding: str) -> bool:
    """RFC 9110, 12.5.3, for codings that are named: browsers and proxies name what they read."""
    for offer in headers.get("accept-encoding", "").split(","):
        name, _, weight = offer.replace(" ", "").partition(";q=")
        if name.lower() == encoding:
            return not weight or weight.strip("0.") != ""
    return False


def _has(headers: Headers, etag: str) -> bool:
    asked = headers.get("if-none-match", "").split(",")
    known = [each.strip().removeprefix("W/") for each in asked]
    return etag in known or known == ["*"]
