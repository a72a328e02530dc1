"""The exporter's own computer."""

from typing import Final

VERSION: Final = "0.1.0"
"""Of this program; servers name the least one that may print (R70)."""
