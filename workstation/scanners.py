"""The scanners that this workstation keeps: typed in or found; one is the usual one."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self
from urllib.parse import urlsplit

from pydantic import TypeAdapter

from contracts.scanners import WorkstationScanner
from workstation.places import write_private

SANE: Final = "sane:"
_FILE: Final = "scanners.json"
_KEPT: Final = TypeAdapter(tuple[WorkstationScanner, ...])


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
        write_private(directory / _FILE, _KEPT.dump_json(self.told(), indent=1).decode())

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
