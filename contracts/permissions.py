"""Who may call what: the one table of it (R1-R3, R24, R60).

An operation that needs a session and is not listed here is refused to everyone. What an API token
may do stands in `contracts.scopes`.
"""

from contracts.errors import Refused
from contracts.scopes import opens, scopes_that_open
from contracts.values import Caller, LoginMedium

CARD_OF_LEGAL_PERSON = frozenset({LoginMedium.LEGAL_PERSON_CARD})
ANYONE_LOGGED_IN = frozenset(LoginMedium) - {LoginMedium.API_TOKEN}

MAY_CALL: dict[str, frozenset[LoginMedium]] = {
    "auth_svc.list_operators": ANYONE_LOGGED_IN,
    "auth_svc.add_operator": CARD_OF_LEGAL_PERSON,
    "auth_svc.edit_operator": CARD_OF_LEGAL_PERSON,
    "auth_svc.disable_operator": CARD_OF_LEGAL_PERSON,
    "auth_svc.enable_operator": CARD_OF_LEGAL_PERSON,
    "auth_svc.reset_password": CARD_OF_LEGAL_PERSON,
    "auth_svc.bind_card": CARD_OF_LEGAL_PERSON,
    "auth_svc.remove_operator": CARD_OF_LEGAL_PERSON,
    "auth_svc.change_password": ANYONE_LOGGED_IN,
    "auth_svc.list_sessions": ANYONE_LOGGED_IN,
    "auth_svc.end_session": ANYONE_LOGGED_IN,
    "auth_svc.issue_card_statement": CARD_OF_LEGAL_PERSON,
    "auth_svc.list_declarers": ANYONE_LOGGED_IN,
    "auth_svc.get_declarer": ANYONE_LOGGED_IN,
    "auth_svc.check_card_signature": CARD_OF_LEGAL_PERSON,
    "auth_svc.get_authorization_draft": ANYONE_LOGGED_IN,
    "auth_svc.set_authorization_defaults": CARD_OF_LEGAL_PERSON,
    "auth_svc.request_authorization": CARD_OF_LEGAL_PERSON,
    "auth_svc.get_latest_authorization": ANYONE_LOGGED_IN,
    "auth_svc.list_agent_grants": ANYONE_LOGGED_IN,
    "auth_svc.grant_agent": CARD_OF_LEGAL_PERSON,
    "auth_svc.revoke_agent": CARD_OF_LEGAL_PERSON,
    "auth_svc.list_principals": ANYONE_LOGGED_IN,
    "seal_svc.get_scan_requirements": ANYONE_LOGGED_IN,
    "seal_svc.inspect_scan": ANYONE_LOGGED_IN,
    "seal_svc.make_seal": CARD_OF_LEGAL_PERSON,
    "seal_svc.make_signature": CARD_OF_LEGAL_PERSON,
    "seal_svc.list_stamps": ANYONE_LOGGED_IN,
    "seal_svc.get_stamp": ANYONE_LOGGED_IN,
    "seal_svc.get_stamp_image": ANYONE_LOGGED_IN,
    "seal_svc.disable_stamp": CARD_OF_LEGAL_PERSON,
    "seal_svc.delete_stamp": CARD_OF_LEGAL_PERSON,
    "cert_svc.list_certificates": ANYONE_LOGGED_IN,
    "cert_svc.get_certificate": ANYONE_LOGGED_IN,
    "cert_svc.diagnose_certificate": ANYONE_LOGGED_IN,
    "cert_svc.check_printable": ANYONE_LOGGED_IN,
    "cert_svc.start_export": ANYONE_LOGGED_IN,
    "cert_svc.get_export": ANYONE_LOGGED_IN,
    "cert_svc.get_export_file": ANYONE_LOGGED_IN,
    "print_svc.issue_print_jobs": ANYONE_LOGGED_IN,
    "print_svc.list_print_jobs": ANYONE_LOGGED_IN,
    "print_svc.get_print_job": ANYONE_LOGGED_IN,
    "print_svc.get_live_original": ANYONE_LOGGED_IN,
    "print_svc.confirm_print": ANYONE_LOGGED_IN,
    "print_svc.confirm_prints": ANYONE_LOGGED_IN,
    "print_svc.cancel_print_job": ANYONE_LOGGED_IN,
    "print_svc.make_copy": ANYONE_LOGGED_IN,
    "print_svc.get_copy": ANYONE_LOGGED_IN,
    "print_svc.make_download": ANYONE_LOGGED_IN,
    "print_svc.list_seal_uses": ANYONE_LOGGED_IN,
    "print_svc.get_seal_use_proof": ANYONE_LOGGED_IN,
    "print_svc.show_pairing": ANYONE_LOGGED_IN,
    "print_svc.approve_pairing": ANYONE_LOGGED_IN,
    "print_svc.list_workstations": ANYONE_LOGGED_IN,
    "print_svc.get_workstation": ANYONE_LOGGED_IN,
    "print_svc.revoke_workstation": CARD_OF_LEGAL_PERSON,
    "print_svc.ask_card_signature": CARD_OF_LEGAL_PERSON,
    "print_svc.get_card_request": CARD_OF_LEGAL_PERSON,
    "print_svc.withdraw_card_request": CARD_OF_LEGAL_PERSON,
    "print_svc.ask_scan": CARD_OF_LEGAL_PERSON,
    "print_svc.get_scan_request": CARD_OF_LEGAL_PERSON,
    "print_svc.withdraw_scan_request": CARD_OF_LEGAL_PERSON,
    "print_svc.take_scan": CARD_OF_LEGAL_PERSON,
    "print_svc.finish_scan_request": CARD_OF_LEGAL_PERSON,
    "exception_svc.list_exception_reasons": ANYONE_LOGGED_IN,
    "exception_svc.list_exceptions": ANYONE_LOGGED_IN,
    "exception_svc.file_exception": ANYONE_LOGGED_IN,
    "auth_svc.list_api_tokens": CARD_OF_LEGAL_PERSON,
    "auth_svc.make_api_token": CARD_OF_LEGAL_PERSON,
    "auth_svc.revoke_api_token": CARD_OF_LEGAL_PERSON,
    "webhook_svc.list_webhooks": CARD_OF_LEGAL_PERSON,
    "webhook_svc.get_webhook": CARD_OF_LEGAL_PERSON,
    "webhook_svc.make_webhook": CARD_OF_LEGAL_PERSON,
    "webhook_svc.edit_webhook": CARD_OF_LEGAL_PERSON,
    "webhook_svc.delete_webhook": CARD_OF_LEGAL_PERSON,
    "webhook_svc.rotate_webhook_secret": CARD_OF_LEGAL_PERSON,
    "webhook_svc.send_test_event": CARD_OF_LEGAL_PERSON,
    "webhook_svc.list_deliveries": CARD_OF_LEGAL_PERSON,
    "webhook_svc.replay_delivery": CARD_OF_LEGAL_PERSON,
    "webhook_svc.replay_deliveries": CARD_OF_LEGAL_PERSON,
    "auth_svc.list_audit_records": CARD_OF_LEGAL_PERSON,
    "auth_svc.export_audit_records": CARD_OF_LEGAL_PERSON,
}


def may_call(operation: str, caller: Caller) -> bool:
    """`operation` is `<service>.<method>`, as `Request.rpc_name` gives it."""
    if caller.medium is LoginMedium.API_TOKEN:
        return operation in MAY_CALL and opens(caller.scopes, operation)
    return caller.medium in MAY_CALL.get(operation, frozenset())


def check_may_call(operation: str, caller: Caller) -> None:
    """Raise Refused; a token is told which scope it lacks, where there is one."""
    if may_call(operation, caller):
        return
    if caller.medium is not LoginMedium.API_TOKEN:
        raise Refused("session.medium_not_allowed")
    scopes = scopes_that_open(operation)
    if not scopes or operation not in MAY_CALL:
        raise Refused("token.not_for_programs")
    raise Refused("token.out_of_scope", {"scope": " / ".join(scopes)})


def allowed_to(caller: Caller) -> tuple[str, ...]:
    """Methods that this caller may call, in the order of the table (R5)."""
    return tuple(name.partition(".")[2] for name in MAY_CALL if may_call(name, caller))
