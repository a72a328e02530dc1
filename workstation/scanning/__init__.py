"""Scans of a whole A4 sheet at 600 dpi, from a scanner on the network or on a cable."""

from workstation.scanning.escl import EsclScanner
from workstation.scanning.faults import ScanError
from workstation.scanning.requests import Mode, Scan, Source
from workstation.scanning.sane import SaneScanner, sane_devices

__all__ = ["EsclScanner", "Mode", "SaneScanner", "Scan", "ScanError", "Source", "sane_devices"]
