"""The families of failure.

Refused (contracts)   a rule said no; the caller is told why
Transient             busy or early; a few more tries will do
    Away              a server is not reachable; waiting is all that helps
everything else       a defect; never caught but at the edge of an entrypoint
"""


class Transient(Exception):  # noqa: N818 - named for what it means
    """Something is in use just now, or a neighbour's news is still on its way."""


class Away(Transient):
    """Broker, database, object store or a neighbour cannot be reached, for seconds or for hours."""
