"""Which objects are encrypted under which keys, and which processes hold them: one table.

Who neither writes objects of a kind nor reads them has no setting for its keys.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectKind:
    """`keys` names the setting, `folders` are where the objects lie.

    `files` are what their names begin with; `writer` and `readers` the processes that hold the
    keys, and whose accounts of the object store reach the objects (`contracts/object_accounts.py`).
    """

    keys: str
    folders: tuple[str, ...]
    files: tuple[str, ...] = ("",)
    writer: str
    readers: frozenset[str]

    def holds(self, place: str) -> bool:
        """Whether an object at this place, `folder/.../file`, is of this kind."""
        folder, _, rest = place.partition("/")
        return folder in self.folders and rest.rpartition("/")[2].startswith(self.files)


PROBE: Final = "turn-keys-probe"

OBJECT_KINDS: Final = (
    ObjectKind(
        keys="upload_keys",
        folders=("uploads", "workstation-scans"),
        writer="gateway",
        readers=frozenset({"seal_svc", "print_svc"}),
    ),
    ObjectKind(
        keys="stamp_keys",
        folders=("seals", "signatures"),
        files=("scan", "cutout"),
        writer="seal_svc",
        readers=frozenset({"print_svc"}),
    ),
    ObjectKind(
        keys="picture_keys",
        folders=("seals", "signatures", "trials"),
        files=("overlay", "preview"),
        writer="seal_svc",
        readers=frozenset({"gateway"}),
    ),
    ObjectKind(
        keys="layout_keys",
        folders=("certificates",),
        writer="cert_svc",
        readers=frozenset({"print_svc"}),
    ),
    ObjectKind(
        keys="export_keys",
        folders=("exports",),
        writer="cert_svc",
        readers=frozenset({"gateway"}),
    ),
    ObjectKind(
        keys="audit_export_keys",
        folders=("audit-exports",),
        writer="auth_svc",
        readers=frozenset({"gateway"}),
    ),
    ObjectKind(
        keys="document_keys",
        folders=("prints",),
        writer="print_svc",
        readers=frozenset({"gateway"}),
    ),
)


FLEETING: Final = frozenset({"uploads", "workstation-scans", "trials", "exports", "audit-exports"})
"""Folders of what is deleted within a day. No backup holds it: there it would outlive that."""


def kept_folders() -> list[str]:
    """The others, in their order by name."""
    folders = {folder for kind in OBJECT_KINDS for folder in kind.folders}
    return sorted(folders - FLEETING)


def kind_of(place: str) -> ObjectKind:
    """Raise LookupError for a place where nothing belongs."""
    for kind in OBJECT_KINDS:
        if kind.holds(place):
            return kind
    raise LookupError(f"no kind of object lies at {place}")


def keys_held_by(process: str) -> set[str]:
    """The settings with keys of objects that this process has."""
    return {kind.keys for kind in OBJECT_KINDS if process == kind.writer or process in kind.readers}


def folders_written_by(process: str) -> list[str]:
    """In their order by name."""
    own = (kind.folders for kind in OBJECT_KINDS if kind.writer == process)
    return sorted({folder for folders in own for folder in folders})


def probe_of(process: str) -> str:
    """Where a process that writes tries out what the store can do; no object is ever kept there."""
    return f"{folders_written_by(process)[0]}/{PROBE}"
