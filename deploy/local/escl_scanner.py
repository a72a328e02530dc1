"""A small eSCL scanner of ours: its glass shows one picture, and it fails as it is told.

For the tests, and for the specimen workstation of `make run`.
"""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Self

CAPABILITIES = """<scan:ScannerCapabilities {namespaces}>
<pwg:MakeAndModel>Specimen Scanner 样本</pwg:MakeAndModel>
<scan:Platen><scan:PlatenInputCaps><scan:MaxWidth>{width}</scan:MaxWidth>
<scan:MaxHeight>3508</scan:MaxHeight><scan:SettingProfiles><scan:SettingProfile>
<scan:ColorModes><scan:ColorMode>Grayscale8</scan:ColorMode><scan:ColorMode>RGB24</scan:ColorMode>
</scan:ColorModes><scan:SupportedResolutions><scan:DiscreteResolutions>
<scan:DiscreteResolution><scan:XResolution>{dpi}</scan:XResolution></scan:DiscreteResolution>
</scan:DiscreteResolutions></scan:SupportedResolutions></scan:SettingProfile>
</scan:SettingProfiles></scan:PlatenInputCaps></scan:Platen>
<scan:Adf><scan:AdfSimplexInputCaps><scan:MaxWidth>2550</scan:MaxWidth>
<scan:MaxHeight>4200</scan:MaxHeight></scan:AdfSimplexInputCaps></scan:Adf>
</scan:ScannerCapabilities>"""
STATUS = """<scan:ScannerStatus {namespaces}><pwg:State>{state}</pwg:State>
<scan:AdfState>{feeder}</scan:AdfState><pwg:StateReasons><pwg:StateReason>{reason}
</pwg:StateReason></pwg:StateReasons></scan:ScannerStatus>"""
NAMESPACES = 'xmlns:scan="urn:scan" xmlns:pwg="urn:pwg"'


class SmallScanner(ThreadingHTTPServer):
    """`fails_at`: how the status changes once the document is asked for."""

    def __init__(self, page: bytes) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.page = page
        self.colour = "RGB24"
        self.says = {"width": 2550, "dpi": 600, "state": "Idle", "feeder": "", "reason": "None"}
        self.fails_at: dict[str, Any] = {}
        self.not_yet = 0
        self.asked: list[tuple[str, str, str]] = []
        self.daemon_threads = True

    def sheet(self) -> bytes:
        """What lies on the glass, as it was asked for: in `colour`."""
        return self.page

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/eSCL"

    def __enter__(self) -> Self:
        Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: SmallScanner

    def do_GET(self) -> None:
        scanner, said = self.server, self.server.says
        self._note()
        if self.path.endswith("ScannerCapabilities"):
            self._answer(200, CAPABILITIES.format(namespaces=NAMESPACES, **said).encode())
        elif self.path.endswith("ScannerStatus"):
            self._answer(200, STATUS.format(namespaces=NAMESPACES, **said).encode())
        elif scanner.fails_at:
            scanner.says |= scanner.fails_at
            self._answer(409)
        elif scanner.not_yet:
            scanner.not_yet -= 1
            self._answer(503)
        else:
            sheet = scanner.sheet()
            self._answer(200, sheet, "image/png" if sheet[1:4] == b"PNG" else "image/jpeg")

    def do_POST(self) -> None:
        settings = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._note(settings)
        self.server.colour = "Grayscale8" if "Grayscale8" in settings else "RGB24"
        self._answer(201, location="http://scanner.invalid/eSCL/ScanJobs/1")

    def do_DELETE(self) -> None:
        self._note()
        self._answer(200)

    def _note(self, body: str = "") -> None:
        self.server.asked.append((self.command, self.path, body))

    def _answer(
        self, status: int, body: bytes = b"", kind: str = "text/xml", location: str | None = None
    ) -> None:
        self.send_response(status)
        if location is not None:
            self.send_header("Location", location)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""
