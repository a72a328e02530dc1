"""Quantities as Kubernetes writes them in manifests: 250m, 512Mi, 4Gi, 2."""

from typing import Final

_UNITS: Final = {"m": 1e-3, "Ki": 2**10, "Mi": 2**20, "Gi": 2**30, "Ti": 2**40}


def amount(quantity: str | int) -> float:
    """In cores or bytes. Raises ValueError."""
    text = str(quantity)
    unit = next((one for one in _UNITS if text.endswith(one)), "")
    return float(text.removesuffix(unit)) * _UNITS.get(unit, 1)
