"""The scanners of this workstation: typed in, found by DNS-SD or by SANE; one is the usual one."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self
from urllib.parse import urlsplit

from pydantic import TypeAdapter

from contracts.scanners import WorkstationScanner
from workstation.scanning import EsclScanner, SaneScanner, ScanError, sane_devices

SANE: Final = "sane:"
LOOK_SECONDS: Final = 3.0
_FILE: Final = "scanners.json"
_KEPT: Final = TypeAdapter(tuple[WorkstationScanner, ...])
_SEEN_ON_THE_NETWORK: Final = ("escl:", "airscan:")
"""Backends of SANE that name again what announces itself by DNS-SD."""


@dataclass(slots=True)
class Scanners:
    """What is kept in the state directory."""

    known: dict[str, WorkstationScanner] = field(default_factory=dict)
    default: str | None = None

    @classmethod
    def load(cls, directory: Path) -> Self:
        try:
            kept = _KEPT.validate_json((directory / _FILE).read_bytes())
        except FileNotFoundError:
            return cls()
        usual = next((one.address for one in kept if one.default), None)
        return cls({one.address: one for one in kept}, usual)

    def save(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        written = directory / f"{_FILE}.new"
        written.write_bytes(_KEPT.dump_json(self.told(), indent=1))
        written.replace(directory / _FILE)

    def add(self, scanner: WorkstationScanner) -> None:
        """The first one is the usual one."""
        self.known.setdefault(scanner.address, scanner)
        self.default = self.default or scanner.address

    def remove(self, address: str) -> None:
        self.known.pop(address, None)
        if self.default == address:
            self.default = next(iter(self.known), None)

    def told(self) -> tuple[WorkstationScanner, ...]:
        """As the gateway is told of them."""
        return tuple(
            one.model_copy(update={"default": one.address == self.default})
            for one in self.known.values()
        )


def typed(address: str) -> WorkstationScanner:
    """Raises ValueError for an address that is none."""
    parts = urlsplit(address)
    network = parts.scheme in {"http", "https"} and parts.hostname
    if not network and not address.startswith(SANE):
        raise ValueError(f"{address} is no scanner: http://HOST/eSCL or sane:DEVICE is")
    return WorkstationScanner(address=address)


def look_around(seconds: float = LOOK_SECONDS) -> tuple[WorkstationScanner, ...]:
    """Those that announce themselves, then those on a cable; takes that long and SANE's time."""
    from workstation.discovery import discovered_scanners  # noqa: PLC0415 - most never look

    found = [
        WorkstationScanner(address=address, name=name[:200], found_by="dns_sd")
        for address, name in discovered_scanners(seconds).items()
    ]
    found += [
        WorkstationScanner(address=f"{SANE}{device}", name=name[:200], found_by="sane")
        for device, name in _on_a_cable().items()
    ]
    return tuple(found)


def opened(address: str) -> EsclScanner | SaneScanner:
    """By its address, whatever it speaks."""
    if address.startswith(SANE):
        return SaneScanner(address.removeprefix(SANE))
    return EsclScanner(address)


def _on_a_cable() -> dict[str, str]:
    """None where SANE is not installed."""
    try:
        devices = sane_devices()
    except ScanError:
        return {}
    return {
        device: name
        for device, name in devices.items()
        if not device.startswith(_SEEN_ON_THE_NETWORK) and " " not in device
    }
