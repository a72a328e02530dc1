"""The three families of failure.

Refused (contracts)   a rule said no; the caller is told why
Transient             something is away; try again later
everything else       a defect; never caught but at the edge of an entrypoint
"""


class Transient(Exception):  # noqa: N818 - named for what it means
    """The broker, the database, the object store or a neighbour is away for the moment."""
