"""Which scanners there are, by DNS-SD and by SANE, and how one is spoken to."""

from typing import Final

from contracts.scanners import WorkstationScanner
from workstation.scanners import SANE
from workstation.scanning import EsclScanner, SaneScanner, ScanError, sane_devices

LOOK_SECONDS: Final = 3.0
_SEEN_ON_THE_NETWORK: Final = ("escl:", "airscan:")
"""Backends of SANE that name again what announces itself by DNS-SD."""


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
