"""What a service may ask of its neighbours: while it answers a call, or at any time.

Whoever is asked checks it. The key of a service opens what it may ask at any time, and nothing else
without a call that the gateway signed, and then no more than the rows of that call.
"""

from typing import Final

IN_THE_CALLERS_NAME: Final[dict[str, frozenset[str]]] = {
    "seal_svc.make_seal": frozenset({"auth_svc.check_card_signature"}),
    "seal_svc.make_signature": frozenset({"auth_svc.get_declarer"}),
    "print_svc.issue_print_jobs": frozenset({"cert_svc.check_printable"}),
    "print_svc.make_copy": frozenset({"cert_svc.check_printable"}),
    "print_svc.get_copy": frozenset({"cert_svc.check_printable"}),
    "print_svc.make_download": frozenset({"cert_svc.check_printable"}),
    "exception_svc.file_exception": frozenset(
        {"cert_svc.get_certificate", "print_svc.get_live_original"}
    ),
}
"""By the operation that was called: what its service asks for it, naming the same caller."""

IN_ITS_OWN_WORDS: Final[dict[str, frozenset[str]]] = {
    "cert_svc.diagnose_certificate": frozenset({"auth_svc.get_authorization_standing"}),
    "print_svc.release_document": frozenset({"cert_svc.check_printable"}),
}
"""By the operation that was called: what its service asks naming nobody or somebody else.

A workstation that shows a ticket has no session: print_svc asks in the name of who issued the job.
"""

AT_ANY_TIME: Final[dict[str, frozenset[str]]] = {
    "cert_svc": frozenset({"auth_svc.get_rights"}),
    "print_svc": frozenset({"auth_svc.get_rights"}),
    "exception_svc": frozenset({"auth_svc.get_rights"}),
}
"""By service: what it asks in its own words of no call, or of one that another service passed on.

Which grants of an agent live is asked wherever something is done for it, also while an event is
handled (R39). It changes nothing.
"""


def may_ask_at_any_time(asker: str, asked: str) -> bool:
    """Whether this service may ask it without a call that it answers."""
    return asked in AT_ANY_TIME.get(asker, frozenset())


def may_ask(asker: str, called: str, asked: str, *, same_caller: bool) -> bool:
    """Whether `asker` may ask it while it answers `called`; all but `asker` are operations."""
    if may_ask_at_any_time(asker, asked):
        return True
    if called.partition(".")[0] != asker:
        return False
    if asked in IN_ITS_OWN_WORDS.get(called, frozenset()):
        return True
    return same_caller and asked in IN_THE_CALLERS_NAME.get(called, frozenset())
