"""Who may do what at the object store: one account for each process that has anything to do there.

Named like their processes, but for who copies what is kept; whoever is not among them has no
account. S3 has one right for the bucket's being there, for 404 instead of 403 where no object lies,
and for the names of what lies there: `list`. All need the first two, so a prefix would take from
each what it is for.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from contracts.accounts import GATEWAY, MIGRATIONS
from contracts.customs import SOURCE as CUSTOMS
from contracts.object_kinds import OBJECT_KINDS, ObjectKind, kept_folders, probe_of

Right = Literal["put", "get", "delete", "list", "make"]

BUCKET: Final = "originprint"
CUSTOMS_BUCKET: Final = "customs"
"""Names that the settings have where nobody says otherwise."""
BACKUP: Final = "backup"
"""Who copies what is kept, encrypted as it lies there; no process, and without any key."""


@dataclass(frozen=True, slots=True)
class Grant:
    """Rights to objects at `places`, in which * stands for anything; of the bucket without any."""

    bucket: str
    rights: tuple[Right, ...]
    places: tuple[str, ...] = ()


def grants() -> dict[str, tuple[Grant, ...]]:
    """By account."""
    processes = {process for kind in OBJECT_KINDS for process in (kind.writer, *kind.readers)}
    ordinary = {process: _of_process(process) for process in sorted(processes)}
    return {
        account: (*ordinary.get(account, ()), *_BESIDE.get(account, ()))
        for account in sorted({*ordinary, *_BESIDE})
    }


_BESIDE: Final[dict[str, tuple[Grant, ...]]] = {
    GATEWAY: (Grant(BUCKET, ("delete",), ("trials/*",)),),  # shown once, then gone
    "print_svc": (Grant(BUCKET, ("delete",), ("workstation-scans/*",)),),  # when their time is over
    "cert_svc": (
        Grant(CUSTOMS_BUCKET, ("list",)),
        Grant(CUSTOMS_BUCKET, ("get",), ("*",)),
    ),
    CUSTOMS: (
        Grant(CUSTOMS_BUCKET, ("list", "make")),
        Grant(CUSTOMS_BUCKET, ("put",), ("*",)),
    ),
    MIGRATIONS: (Grant(BUCKET, ("list", "make")),),
    BACKUP: (
        Grant(BUCKET, ("list",)),
        Grant(BUCKET, ("get",), tuple(f"{folder}/*" for folder in kept_folders())),
    ),
}


def _of_process(process: str) -> tuple[Grant, ...]:
    written = _places(kind for kind in OBJECT_KINDS if kind.writer == process)
    read = _places(kind for kind in OBJECT_KINDS if process in kind.readers)
    found = [Grant(BUCKET, ("list",))]
    if written:
        found.append(Grant(BUCKET, ("put", "get", "delete"), (*written, probe_of(process))))
    if read:
        found.append(Grant(BUCKET, ("get",), read))
    return tuple(found)


def _places(kinds: Iterable[ObjectKind]) -> tuple[str, ...]:
    return tuple(
        f"{folder}/*/{file}*" if file else f"{folder}/*"
        for kind in kinds
        for folder in kind.folders
        for file in kind.files
    )
