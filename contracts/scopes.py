"""What an API token may do: the one table of scopes and the operations that each opens.

A scope holds what a route asks and what the service behind it asks of its neighbours on the way.
Nothing that needs the legal person's card is in it, but for webhooks, which have a scope of their
own.
"""

from enum import StrEnum
from typing import Final


class Scope(StrEnum):
    """`<what>:<doing what>`, as a token carries it."""

    CERTIFICATES_READ = "certificates:read"
    PRINTS_READ = "prints:read"
    PRINTS_ISSUE = "prints:issue"
    PRINTS_CONFIRM = "prints:confirm"
    DOWNLOADS_READ = "downloads:read"
    EXCEPTIONS_READ = "exceptions:read"
    EXCEPTIONS_FILE = "exceptions:file"
    SEAL_USES_READ = "seal-uses:read"
    SEALS_READ = "seals:read"
    PEOPLE_READ = "people:read"
    WEBHOOKS_MANAGE = "webhooks:manage"


_CERTIFICATE: Final = "cert_svc.get_certificate"
_PRINTABLE: Final = "cert_svc.check_printable"
_PRINCIPALS: Final = "auth_svc.list_principals"

OPENS: Final[dict[Scope, frozenset[str]]] = {
    Scope.CERTIFICATES_READ: frozenset(
        {
            "cert_svc.list_certificates",
            _CERTIFICATE,
            "cert_svc.diagnose_certificate",
            "cert_svc.start_export",
            "cert_svc.get_export",
            "cert_svc.get_export_file",
            _PRINCIPALS,
        }
    ),
    Scope.PRINTS_READ: frozenset(
        {
            "print_svc.list_print_jobs",
            "print_svc.get_print_job",
            "print_svc.list_workstations",
            "print_svc.get_workstation",
        }
    ),
    Scope.PRINTS_ISSUE: frozenset(
        {"print_svc.issue_print_jobs", "print_svc.cancel_print_job", _PRINTABLE}
    ),
    Scope.PRINTS_CONFIRM: frozenset({"print_svc.confirm_print", "print_svc.confirm_prints"}),
    Scope.DOWNLOADS_READ: frozenset(
        {"print_svc.make_copy", "print_svc.get_copy", "print_svc.make_download", _PRINTABLE}
    ),
    Scope.EXCEPTIONS_READ: frozenset(
        {
            "exception_svc.list_exception_reasons",
            "exception_svc.list_exceptions",
            _PRINCIPALS,
        }
    ),
    Scope.EXCEPTIONS_FILE: frozenset(
        {
            "exception_svc.list_exception_reasons",
            "exception_svc.file_exception",
            _CERTIFICATE,
            "print_svc.get_live_original",
        }
    ),
    Scope.SEAL_USES_READ: frozenset({"print_svc.list_seal_uses", "print_svc.get_seal_use_proof"}),
    Scope.SEALS_READ: frozenset(
        {
            "seal_svc.list_stamps",
            "seal_svc.get_stamp",
            "auth_svc.get_authorization_draft",
            "auth_svc.get_latest_authorization",
        }
    ),
    Scope.PEOPLE_READ: frozenset(
        {
            "auth_svc.list_operators",
            "auth_svc.list_declarers",
            "auth_svc.list_agent_grants",
            _PRINCIPALS,
        }
    ),
    Scope.WEBHOOKS_MANAGE: frozenset(
        {
            "webhook_svc.list_webhooks",
            "webhook_svc.get_webhook",
            "webhook_svc.make_webhook",
            "webhook_svc.edit_webhook",
            "webhook_svc.delete_webhook",
            "webhook_svc.rotate_webhook_secret",
            "webhook_svc.send_test_event",
            "webhook_svc.list_deliveries",
            "webhook_svc.replay_delivery",
            "webhook_svc.replay_deliveries",
        }
    ),
}
"""By scope, the operations `<service>.<method>` as `Request.rpc_name` gives them."""


def opens(scopes: tuple[Scope, ...], operation: str) -> bool:
    """Whether any of these scopes opens the operation."""
    return any(operation in OPENS[scope] for scope in scopes)


def scopes_that_open(operation: str) -> tuple[Scope, ...]:
    """In the order of the table; none for what no token may do."""
    return tuple(scope for scope, operations in OPENS.items() if operation in operations)
