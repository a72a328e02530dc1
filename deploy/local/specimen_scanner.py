"""The scanner beside the specimen workstation: a stamped sheet in colour, a signed one in grey."""

from functools import cached_property

from deploy.local.escl_scanner import SmallScanner
from deploy.local.person import Person
from deploy.local.specimen_scans import seal_scan, signature_scan


class SpecimenScanner(SmallScanner):
    """Draws a sheet when it is asked for first, which takes seconds."""

    def __init__(self, person: Person) -> None:
        super().__init__(b"")
        self._person = person

    def sheet(self) -> bytes:
        return self._signature if self.colour == "Grayscale8" else self._seal

    @cached_property
    def _seal(self) -> bytes:
        name, code = self._person.enterprise_name, self._person.credit_code
        return seal_scan(name=name, credit_code=code, seed=2)

    @cached_property
    def _signature(self) -> bytes:
        return signature_scan(name=self._person.name, seed=2)
