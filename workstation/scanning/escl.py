"""Scanners on the network, by eSCL (Mopria Alliance, eSCL 2.97): HTTP and XML, no driver."""

import time
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin, urlsplit

import httpx

from contracts.scan_troubles import ScanTrouble
from workstation.scanning.faults import ScanError
from workstation.scanning.requests import A4_MM, DPI, LARGEST_BYTES, Mode, Progress, Scan, Source

_UNITS: Final = 300
"""Regions are in three hundredths of an inch (eSCL, 6.4)."""
_TIMEOUT: Final = httpx.Timeout(10.0, read=120.0)
_PAUSE_SECONDS: Final = 0.5
_LONGEST_XML: Final = 512 * 1024
_COLOURS: Final[dict[Mode, str]] = {"colour": "RGB24", "grey": "Grayscale8"}
_SOURCES: Final[dict[Source, str]] = {"platen": "Platen", "feeder": "Feeder"}
_INPUTS: Final[dict[Source, str]] = {"platen": "PlatenInputCaps", "feeder": "AdfSimplexInputCaps"}
_FEEDER_STATES: Final[dict[str, ScanTrouble]] = {
    "ScannerAdfJam": "jam",
    "ScannerAdfMispick": "jam",
    "ScannerAdfMultipickDetected": "jam",
    "ScannerAdfHatchOpen": "cover_open",
    "ScannerAdfEmpty": "empty_feeder",
}
_REASONS: Final[dict[str, ScanTrouble]] = {
    "jam": "jam",
    "cover": "cover_open",
    "hatch": "cover_open",
}
_NAMESPACES: Final = (
    'xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03" '
    'xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm"'
)
_SETTINGS: Final = """<?xml version="1.0" encoding="UTF-8"?>
<scan:ScanSettings {namespaces}>
<pwg:Version>2.6</pwg:Version><scan:Intent>Document</scan:Intent>
<pwg:ScanRegions><pwg:ScanRegion>
<pwg:ContentRegionUnits>escl:ThreeHundredthsOfInches</pwg:ContentRegionUnits>
<pwg:XOffset>0</pwg:XOffset><pwg:YOffset>0</pwg:YOffset>
<pwg:Width>{width}</pwg:Width><pwg:Height>{height}</pwg:Height>
</pwg:ScanRegion></pwg:ScanRegions>
<pwg:InputSource>{source}</pwg:InputSource><scan:ColorMode>{colour}</scan:ColorMode>
<scan:XResolution>{dpi}</scan:XResolution><scan:YResolution>{dpi}</scan:YResolution>
<pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat>
<scan:DocumentFormatExt>image/jpeg</scan:DocumentFormatExt>
</scan:ScanSettings>"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """Of one source; sizes in millimetres."""

    name: str
    width_mm: float
    height_mm: float
    colours: frozenset[str]
    resolutions: tuple[range, ...]

    def check(self, mode: Mode, dpi: int) -> None:
        """Raises ScanError("cannot")."""
        if self.width_mm + 1.0 < A4_MM[0] or self.height_mm + 1.0 < A4_MM[1]:
            raise ScanError("cannot", "A4")
        if self.colours and _COLOURS[mode] not in self.colours:
            raise ScanError("cannot", mode)
        if self.resolutions and not any(dpi in one for one in self.resolutions):
            raise ScanError("cannot", f"{dpi} dpi")


class EsclScanner:
    """One scanner by the address of its eSCL root, `http://HOST:PORT/eSCL`."""

    def __init__(self, address: str, *, transport: httpx.BaseTransport | None = None) -> None:
        if urlsplit(address).scheme not in {"http", "https"}:
            raise ValueError(f"{address} is no address of an eSCL scanner")
        self._base = address.rstrip("/") + "/"
        self._transport = transport

    def capabilities(self, source: Source = "platen") -> Capabilities:
        """Raises ScanError."""
        with self._client() as http:
            return self._capabilities(http, source)

    def scan(
        self,
        *,
        mode: Mode = "colour",
        source: Source = "platen",
        dpi: int = DPI,
        progress: Progress = lambda _: None,
        patience: float = 120.0,
    ) -> Scan:
        """One whole A4 sheet. Raises ScanError."""
        with self._client() as http:
            self._capabilities(http, source).check(mode, dpi)
            self._check_ready(http, source)
            job = self._begin(http, mode, source, dpi)
            try:
                return self._document(http, job, source, progress, time.monotonic() + patience)
            except BaseException:
                self._cancel(http, job)
                raise

    def _client(self) -> httpx.Client:
        return httpx.Client(base_url=self._base, timeout=_TIMEOUT, transport=self._transport)

    def _capabilities(self, http: httpx.Client, source: Source) -> Capabilities:
        root = self._xml(http, "ScannerCapabilities")
        inputs = _find(root, _INPUTS[source])
        if inputs is None:
            raise ScanError("cannot", source)
        return Capabilities(
            name=_text(root, "MakeAndModel"),
            width_mm=_millimetres(inputs, "MaxWidth"),
            height_mm=_millimetres(inputs, "MaxHeight"),
            colours=frozenset(one.text or "" for one in _all(inputs, "ColorMode")),
            resolutions=tuple(
                [_single(one) for one in _all(inputs, "DiscreteResolution")]
                + [_span(one) for one in _all(inputs, "XResolutionRange")]
            ),
        )

    def _check_ready(self, http: httpx.Client, source: Source) -> None:
        """Raises ScanError for what the status says is in the way."""
        status = self._xml(http, "ScannerStatus")
        feeder = _text(status, "AdfState")
        if feeder in _FEEDER_STATES and (source == "feeder" or feeder != "ScannerAdfEmpty"):
            raise ScanError(_FEEDER_STATES[feeder])
        reasons = " ".join(one.text or "" for one in _all(status, "StateReason"))
        for word, code in _REASONS.items():
            if word in reasons.lower():
                raise ScanError(code)
        state = _text(status, "State")
        if state in {"Processing", "Testing"}:
            raise ScanError("busy")
        if state in {"Stopped", "Down"}:
            raise ScanError("stopped", reasons or state)

    def _begin(self, http: httpx.Client, mode: Mode, source: Source, dpi: int) -> str:
        settings = _SETTINGS.format(
            namespaces=_NAMESPACES,
            width=round(A4_MM[0] / 25.4 * _UNITS),
            height=round(A4_MM[1] / 25.4 * _UNITS),
            source=_SOURCES[source],
            colour=_COLOURS[mode],
            dpi=dpi,
        )
        reply = _asked(
            http, "POST", "ScanJobs", content=settings, headers={"Content-Type": "text/xml"}
        )
        if reply.status_code in {409, 503}:
            self._check_ready(http, source)
            raise ScanError("busy")
        if reply.status_code != 201 or "Location" not in reply.headers:
            raise ScanError("stopped", f"HTTP {reply.status_code}")
        return self._own(reply.headers["Location"])

    def _own(self, location: str) -> str:
        """The job's address at the scanner that was asked, whatever name it gives itself."""
        return urljoin(self._base, urlsplit(urljoin(self._base, location)).path.rstrip("/"))

    def _document(
        self, http: httpx.Client, job: str, source: Source, progress: Progress, deadline: float
    ) -> Scan:
        while True:
            try:
                with http.stream("GET", f"{job}/NextDocument") as reply:
                    if reply.status_code == 200:
                        return _received(reply, progress)
            except httpx.HTTPError as error:
                raise ScanError("unreachable", error) from error
            if reply.status_code != 503 or time.monotonic() >= deadline:
                self._check_ready(http, source)
                raise ScanError("stopped", f"HTTP {reply.status_code}")
            progress(None)
            time.sleep(_PAUSE_SECONDS)

    @staticmethod
    def _cancel(http: httpx.Client, job: str) -> None:
        try:
            http.delete(job)
        except httpx.HTTPError:
            return

    def _xml(self, http: httpx.Client, path: str) -> ET.Element:
        reply = _asked(http, "GET", path)
        if reply.status_code == 503:
            raise ScanError("busy")
        if reply.status_code != 200:
            raise ScanError("not_readable", f"HTTP {reply.status_code}")
        if len(reply.content) > _LONGEST_XML or b"<!DOCTYPE" in reply.content:
            raise ScanError("not_readable", "no plain XML")
        try:
            return ET.fromstring(reply.content)  # noqa: S314 - short, and without a document type
        except ET.ParseError as error:
            raise ScanError("not_readable", error) from error


def _asked(http: httpx.Client, method: str, path: str, **content: object) -> httpx.Response:
    try:
        return http.request(method, path, **content)  # type: ignore[arg-type] # keywords of httpx's own
    except httpx.HTTPError as error:
        raise ScanError("unreachable", error) from error


def _received(reply: httpx.Response, progress: Progress) -> Scan:
    expected = int(reply.headers.get("Content-Length") or 0)
    content = bytearray()
    for piece in reply.iter_bytes():
        content += piece
        if len(content) > LARGEST_BYTES:
            raise ScanError("too_large")
        progress(min(1.0, len(content) / expected) if expected else None)
    media_type = reply.headers.get("Content-Type", "image/jpeg").partition(";")[0]
    return Scan(bytes(content), media_type)


def _all(root: ET.Element, name: str) -> list[ET.Element]:
    """By local name: makers do not agree on the namespaces."""
    return [one for one in root.iter() if one.tag.rpartition("}")[2] == name]


def _find(root: ET.Element, name: str) -> ET.Element | None:
    return next(iter(_all(root, name)), None)


def _text(root: ET.Element, name: str) -> str:
    found = _find(root, name)
    return (found.text or "").strip() if found is not None else ""


def _number(root: ET.Element, name: str) -> int:
    try:
        return int(_text(root, name) or 0)
    except ValueError as error:
        raise ScanError("not_readable", f"{name}: {error}") from error


def _millimetres(root: ET.Element, name: str) -> float:
    return _number(root, name) / _UNITS * 25.4


def _single(resolution: ET.Element) -> range:
    dpi = _number(resolution, "XResolution")
    return range(dpi, dpi + 1)


def _span(resolution: ET.Element) -> range:
    step = _number(resolution, "Step") or 1
    return range(_number(resolution, "Min"), _number(resolution, "Max") + 1, step)
