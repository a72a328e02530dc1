"""What a service may ask of its neighbours while it answers a call.

Whoever is asked checks it, so that the key of one service opens nothing without a call that the
gateway signed, and then no more than stands here.
"""

from typing import Final

IN_THE_CALLERS_NAME: Final[dict[str, frozenset[str]]] = {
    "seal_svc.make_seal": frozenset({"auth_svc.check_card_signature"}),
    "seal_svc.make_signature": frozenset({"auth_svc.get_declarer"}),
    "print_svc.issue_print_jobs": frozenset({"cert_svc.check_printable"}),
    "print_svc.make_copy": frozenset({"cert_svc.check_printable"}),
    "print_svc.make_download": frozenset({"cert_svc.check_printable"}),
    "exception_svc.file_exception": frozenset(
        {"cert_svc.get_certificate", "print_svc.get_live_original"}
    ),
}
"""By the operation that was called: what its service asks for it, naming the same caller."""

RIGHTS: Final = "auth_svc.get_rights"
_RIGHTS: Final = frozenset({RIGHTS})

IN_ITS_OWN_WORDS: Final[dict[str, frozenset[str]]] = {
    "cert_svc.diagnose_certificate": _RIGHTS | {"auth_svc.get_authorization_standing"},
    "cert_svc.list_certificates": _RIGHTS,
    "cert_svc.get_certificate": _RIGHTS,
    "cert_svc.check_printable": _RIGHTS,
    "cert_svc.start_export": _RIGHTS,
    "cert_svc.get_export_file": _RIGHTS,
    "print_svc.release_document": _RIGHTS | {"cert_svc.check_printable"},
    "print_svc.record_evidence": _RIGHTS,
    "print_svc.list_print_jobs": _RIGHTS,
    "print_svc.get_print_job": _RIGHTS,
    "print_svc.get_live_original": _RIGHTS,
    "print_svc.confirm_print": _RIGHTS,
    "print_svc.confirm_prints": _RIGHTS,
    "print_svc.cancel_print_job": _RIGHTS,
    "print_svc.make_copy": _RIGHTS,
    "print_svc.make_download": _RIGHTS,
    "exception_svc.list_exceptions": _RIGHTS,
}
"""By the operation that was called: what its service asks naming nobody or somebody else.

A workstation that shows a ticket has no session: print_svc asks in the name of who issued the job.
"""

ASKED_ON_THE_WAY: Final[dict[str, frozenset[str]]] = {
    "cert_svc": frozenset(
        {
            "print_svc.issue_print_jobs",
            "print_svc.release_document",
            "print_svc.make_copy",
            "print_svc.make_download",
            "exception_svc.file_exception",
        }
    ),
    "print_svc": frozenset({"exception_svc.file_exception"}),
}
"""By who is asked while one of these calls is answered elsewhere: it may ask for rights in turn."""


def may_ask(asker: str, called: str, asked: str, *, same_caller: bool) -> bool:
    """Whether `asker` may ask it while it answers `called`; all but `asker` are operations."""
    if called.partition(".")[0] != asker:
        return asked == RIGHTS and called in ASKED_ON_THE_WAY.get(asker, frozenset())
    if asked in IN_ITS_OWN_WORDS.get(called, frozenset()):
        return True
    return same_caller and asked in IN_THE_CALLERS_NAME.get(called, frozenset())
