"""Each route asks its service the one thing it is for, on behalf of the person logged in."""

from datetime import date
from typing import Any, NamedTuple

import pytest

from contracts import (
    api_tokens,
    audit,
    authorization,
    certificate_lists,
    certificates,
    exceptions,
    exports,
    people,
    print_answers,
    printing,
    seal_uses,
    seals,
    sessions,
    webhooks,
    workstations,
)
from contracts.base import CallerRequest, Done
from contracts.catalogue import REQUESTS
from contracts.customs import LayoutStatus
from gateway.examples import EXAMPLES
from gateway.specimens import (
    AGENT,
    API_TOKEN_ID,
    DELIVERY_ID,
    EXPORT_ID,
    GRANT_ID,
    JOB_ID,
    OPERATOR_ID,
    ORIGINAL_SERIAL,
    OTHER_JOB_ID,
    SEAL_ID,
    SESSION_ID,
    SIGNATURE_ID,
    WEBHOOK_ID,
    WORKSTATION,
    WORKSTATION_ID,
)
from gateway.specimens import CERTIFICATE_NO as NO

GET, POST, PUT, PATCH, DELETE = "GET", "POST", "PUT", "PATCH", "DELETE"


class Route(NamedTuple):
    method: str
    path: str
    body: str | None
    request_type: type[CallerRequest]
    fields: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


ROUTES = [
    Route(GET, "/operators", None, people.ListOperators, {}),
    Route(POST, "/operators", "NewOperator", people.AddOperator, {"user_name": "specimen2"}),
    Route(
        PATCH,
        f"/operators/{OPERATOR_ID}",
        "OperatorChange",
        people.EditOperator,
        {"operator_id": OPERATOR_ID, "name": "样本操作员", "user_name": None},
    ),
    Route(
        POST,
        f"/operators/{OPERATOR_ID}/disable",
        None,
        people.DisableOperator,
        {"operator_id": OPERATOR_ID},
    ),
    Route(
        POST,
        f"/operators/{OPERATOR_ID}/enable",
        None,
        people.EnableOperator,
        {"operator_id": OPERATOR_ID},
    ),
    Route(
        POST,
        f"/operators/{OPERATOR_ID}/password",
        "PasswordReset",
        people.ResetPassword,
        {"operator_id": OPERATOR_ID},
    ),
    Route(
        POST,
        f"/operators/{OPERATOR_ID}/card",
        "ShownCard",
        people.BindCard,
        {"operator_id": OPERATOR_ID},
    ),
    Route(GET, "/declarers", None, people.ListDeclarers, {"for_signature": False}),
    Route(
        GET, "/declarers?for_signature=true", None, people.ListDeclarers, {"for_signature": True}
    ),
    Route(GET, "/seals", None, seals.ListStamps, {"kind": "seal"}),
    Route(GET, "/seals/scan-requirements", None, seals.GetScanRequirements, {"kind": "seal"}),
    Route(
        GET,
        "/signatures/scan-requirements",
        None,
        seals.GetScanRequirements,
        {"kind": "signature"},
    ),
    Route(GET, f"/seals/{SEAL_ID}", None, seals.GetStamp, {"kind": "seal", "stamp_id": SEAL_ID}),
    Route(POST, f"/seals/{SEAL_ID}/disable", None, seals.DisableStamp, {"stamp_id": SEAL_ID}),
    Route(DELETE, f"/seals/{SEAL_ID}", None, seals.DeleteStamp, {"kind": "seal"}),
    Route(GET, "/signatures", None, seals.ListStamps, {"kind": "signature"}),
    Route(GET, f"/signatures/{SIGNATURE_ID}", None, seals.GetStamp, {"kind": "signature"}),
    Route(
        POST, f"/signatures/{SIGNATURE_ID}/disable", None, seals.DisableStamp, {"kind": "signature"}
    ),
    Route(DELETE, f"/signatures/{SIGNATURE_ID}", None, seals.DeleteStamp, {"kind": "signature"}),
    Route(GET, "/authorization", None, authorization.GetAuthorizationDraft, {}),
    Route(
        PUT,
        "/authorization/defaults",
        "Defaults",
        authorization.SetAuthorizationDefaults,
        {"seal_id": SEAL_ID, "signature_ids": [SIGNATURE_ID]},
    ),
    Route(
        POST,
        "/authorizations",
        "SignedFor",
        authorization.RequestAuthorization,
        {"challenge_id": JOB_ID},
    ),
    Route(
        POST,
        "/card-statements",
        "WantedStatement",
        sessions.IssueCardStatement,
        {"to_sign": EXAMPLES["WantedStatement"]["to_sign"]},
    ),
    Route(GET, "/sessions", None, sessions.ListSessions, {}),
    Route(
        DELETE,
        f"/sessions/{SESSION_ID}",
        None,
        sessions.EndSession,
        {"session_id": SESSION_ID},
    ),
    Route(
        POST,
        "/sessions/current/password",
        "OwnPassword",
        people.ChangePassword,
        {"session_id": SESSION_ID, "client_address": "127.0.0.1"},
    ),
    Route(
        DELETE,
        f"/operators/{OPERATOR_ID}",
        None,
        people.RemoveOperator,
        {"operator_id": OPERATOR_ID},
    ),
    Route(GET, "/authorizations/latest", None, authorization.GetLatestAuthorization, {}),
    Route(GET, "/agent-grants", None, authorization.ListAgentGrants, {"agent": None, "live": None}),
    Route(
        GET,
        "/agent-grants?agent=trading&live=true",
        None,
        authorization.ListAgentGrants,
        {"agent": "trading", "live": True},
    ),
    Route(
        POST,
        "/agent-grants",
        "NewGrant",
        authorization.GrantAgent,
        {"agent_code": AGENT, "limits": EXAMPLES["NewGrant"]["limits"]},
    ),
    Route(
        GET,
        f"/print-jobs?issuer_code={AGENT}",
        None,
        printing.ListPrintJobs,
        {"issuer_code": AGENT},
    ),
    Route(
        DELETE, f"/agent-grants/{GRANT_ID}", None, authorization.RevokeAgent, {"grant_id": GRANT_ID}
    ),
    Route(GET, "/principals", None, authorization.ListPrincipals, {}),
    Route(GET, "/certificates?limit=3", None, certificate_lists.ListCertificates, {"limit": 3}),
    Route(GET, f"/certificates/{NO}", None, certificates.GetCertificate, {"certificate_no": NO}),
    Route(GET, "/certificates/A26", None, certificates.GetCertificate, {"certificate_no": "A26"}),
    Route(GET, f"/certificates/{NO}/diagnosis", None, certificates.DiagnoseCertificate, {}),
    Route(
        POST,
        "/certificate-exports",
        "ExportConditions",
        exports.StartExport,
        {"language": "en"},
    ),
    Route(
        GET,
        f"/certificate-exports/{EXPORT_ID}",
        None,
        exports.GetExport,
        {"export_id": EXPORT_ID},
    ),
    Route(POST, "/print-jobs", "NewPrintJobs", printing.IssuePrintJobs, {"parts": "both"}),
    Route(
        GET,
        f"/print-jobs?certificate_no={NO}",
        None,
        printing.ListPrintJobs,
        {"certificate_no": NO},
    ),
    Route(
        GET,
        "/print-jobs?cursor=abc&limit=7",
        None,
        printing.ListPrintJobs,
        {"cursor": "abc", "limit": 7},
    ),
    Route(GET, f"/print-jobs/{JOB_ID}", None, printing.GetPrintJob, {"job_id": JOB_ID}),
    Route(
        POST,
        f"/print-jobs/{JOB_ID}/confirmation",
        "Answer",
        printing.ConfirmPrint,
        {"job_id": JOB_ID, "printed": True},
    ),
    Route(
        POST,
        "/print-jobs/confirmations",
        "AnswerForMany",
        print_answers.ConfirmPrints,
        {"job_ids": [JOB_ID, OTHER_JOB_ID], "printed": True},
    ),
    Route(
        POST,
        f"/print-jobs/{JOB_ID}/cancellation",
        None,
        print_answers.CancelPrintJob,
        {"job_id": JOB_ID},
    ),
    Route(
        GET,
        "/print-jobs?unanswered=true&state=released&workstation=desk"
        "&issued_from=2026-03-01&issued_to=2026-03-02",
        None,
        printing.ListPrintJobs,
        {
            "unanswered": True,
            "state": "released",
            "workstation": "desk",
            "issued_from": "2026-03-01",
            "issued_to": "2026-03-02",
        },
    ),
    Route(
        GET,
        "/workstation-pairings/wdjb-mjht",
        None,
        workstations.ShowPairing,
        {"user_code": "wdjb-mjht"},
    ),
    Route(
        POST,
        "/workstation-pairings/WDJB-MJHT/approval",
        "Approval",
        workstations.ApprovePairing,
        {"user_code": "WDJB-MJHT", "name": WORKSTATION},
    ),
    Route(GET, "/workstations", None, workstations.ListWorkstations, {"revoked": False}),
    Route(
        GET,
        f"/workstations/{WORKSTATION_ID}",
        None,
        workstations.GetWorkstation,
        {"workstation_id": WORKSTATION_ID},
    ),
    Route(
        DELETE,
        f"/workstations/{WORKSTATION_ID}",
        None,
        workstations.RevokeWorkstation,
        {"workstation_id": WORKSTATION_ID},
    ),
    Route(GET, "/exception-reasons", None, exceptions.ListExceptionReasons, {}),
    Route(GET, "/exceptions", None, exceptions.ListExceptions, {"certificate_no": None}),
    Route(POST, "/exceptions", "NewException", exceptions.FileException, {"reason": "paper_jam"}),
    Route(
        GET,
        "/audit?from_day=2026-03-02&outcome=refused&limit=7",
        None,
        audit.ListAuditRecords,
        {"from_day": "2026-03-02", "outcome": "refused", "limit": 7},
    ),
    Route(GET, "/seal-uses", None, seal_uses.ListSealUses, {"certificate_no": None, "limit": 50}),
    Route(
        GET,
        "/seal-uses?cursor=abc&limit=7",
        None,
        seal_uses.ListSealUses,
        {"cursor": "abc", "limit": 7},
    ),
    Route(GET, "/seal-uses/proof", None, seal_uses.GetSealUseProof, {"certificate_no": None}),
    Route(
        GET,
        f"/seal-uses/proof?certificate_no={NO}&print_serial={ORIGINAL_SERIAL}",
        None,
        seal_uses.GetSealUseProof,
        {"certificate_no": NO, "print_serial": ORIGINAL_SERIAL},
    ),
    Route(GET, "/api-tokens", None, api_tokens.ListApiTokens, {}),
    Route(POST, "/api-tokens", "NewApiToken", api_tokens.MakeApiToken, {"name": "ERP"}),
    Route(
        DELETE,
        f"/api-tokens/{API_TOKEN_ID}",
        None,
        api_tokens.RevokeApiToken,
        {"token_id": API_TOKEN_ID},
    ),
    Route(GET, "/webhooks", None, webhooks.ListWebhooks, {}),
    Route(POST, "/webhooks", "NewWebhook", webhooks.MakeWebhook, {"description": "ERP, orders"}),
    *(
        Route(method, f"/webhooks/{WEBHOOK_ID}{path}", body, request, {"webhook_id": WEBHOOK_ID})
        for method, path, body, request in (
            (GET, "", None, webhooks.GetWebhook),
            (PATCH, "", "WebhookChange", webhooks.EditWebhook),
            (DELETE, "", None, webhooks.DeleteWebhook),
            (POST, "/secret", None, webhooks.RotateWebhookSecret),
            (POST, "/test", None, webhooks.SendTestEvent),
            (GET, "/deliveries?state=failed", None, webhooks.ListDeliveries),
            (POST, "/replays", "Replay", webhooks.ReplayDeliveries),
        )
    ),
    Route(
        POST,
        f"/webhooks/{WEBHOOK_ID}/deliveries/{DELIVERY_ID}/replay",
        None,
        webhooks.ReplayDelivery,
        {"webhook_id": WEBHOOK_ID, "delivery_id": DELIVERY_ID},
    ),
]
ELSEWHERE = {
    "auth_svc.get_declarer": "services only",
    "auth_svc.check_card_signature": "services only",
    "auth_svc.export_audit_records": "test_exports",
    "cert_svc.check_printable": "services only",
    "cert_svc.get_export_file": "test_exports",
    "print_svc.get_live_original": "services only",
    "seal_svc.inspect_scan": "test_uploads",
    "seal_svc.make_seal": "test_uploads",
    "seal_svc.make_signature": "test_uploads",
    "seal_svc.get_stamp_image": "test_documents",
    "print_svc.ask_card_signature": "test_card_requests",
    "print_svc.get_card_request": "test_card_requests",
    "print_svc.withdraw_card_request": "test_card_requests",
    "print_svc.ask_scan": "test_scan_requests",
    "print_svc.get_scan_request": "test_scan_requests",
    "print_svc.withdraw_scan_request": "test_scan_requests",
    "print_svc.take_scan": "test_scan_requests",
    "print_svc.finish_scan_request": "test_scan_requests",
    "print_svc.make_copy": "test_documents",
    "print_svc.get_copy": "test_documents",
    "print_svc.make_download": "test_documents",
}
REPLIES = {
    "IssuedJobs": {"issued": EXAMPLES["PrintJobsIssued"]["issued"], "refused": []},
    "ConfirmedPrints": {"confirmed": EXAMPLES["PrintsConfirmed"]["confirmed"], "refused": []},
    "Done": {},
    "ApiTokenMade": {"token": EXAMPLES["ApiTokenView"], "token_sha256": "0" * 64},
    "WebhookMade": {"webhook": EXAMPLES["WebhookView"], "sealed_secret": ""},
}


def reply_of(request_type):
    kind = request_type.reply_type()
    return kind.from_wire(REPLIES.get(kind.__name__) or EXAMPLES.get(kind.__name__, {}))


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_a_route_asks_for_its_caller_and_answers_with_the_reply(http, rpc, session, route):
    rpc.answer(route.request_type, reply_of(route.request_type))

    response = http(route.method, f"/api/v1{route.path}", json=EXAMPLES.get(route.body))

    asked = rpc.last(route.request_type)
    assert response.status_code in {200, 201, 202, 204}
    assert asked.caller == session.caller
    assert asked.to_wire().items() >= route.fields.items()


def test_every_request_of_a_person_has_its_route_here_or_elsewhere():
    people = {name for name, kind in REQUESTS.items() if issubclass(kind, CallerRequest)}
    here = {route.request_type.rpc_name() for route in ROUTES}

    assert people == here | set(ELSEWHERE)


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_no_route_answers_without_a_session(anonymous, rpc, route):
    response = anonymous(route.method, f"/api/v1{route.path}", json=EXAMPLES.get(route.body))

    assert (response.status_code, response.json()["code"]) == (401, "session.required")
    assert rpc.asked == []


def test_what_was_deleted_has_no_body(http, rpc):
    rpc.answer(seals.DeleteStamp, Done())

    response = http.delete(f"/api/v1/seals/{SEAL_ID}")

    assert (response.status_code, response.content) == (204, b"")


def test_filters_all_reach_the_service(http, rpc):
    page = certificate_lists.CertificatePage(certificates=())
    rpc.answer(certificate_lists.ListCertificates, page)

    http.get(
        "/api/v1/certificates?issued_from=2026-01-01&issued_to=2026-12-31&archived=false"
        "&print_status=waiting&layout_status=received&layout_status=sending&cursor=abc"
        "&type_id=rcep&type_id=china_korea&destination=KR&sort=approved_at&with_count=true"
    )

    asked = rpc.last(certificate_lists.ListCertificates)
    assert (asked.issued_from, asked.issued_to) == (date(2026, 1, 1), date(2026, 12, 31))
    assert (asked.archived, asked.print_status, asked.cursor) == (False, ("waiting",), "abc")
    assert (asked.type_id, asked.destination) == (("rcep", "china_korea"), ("KR",))
    assert asked.layout_status == (LayoutStatus.RECEIVED, LayoutStatus.SENDING)
    assert (asked.sort, asked.with_count) == ("approved_at", True)


def test_a_certificate_that_got_no_job_says_why_in_words(http, rpc):
    refusal = printing.Refusal(certificate_no=NO, code="certificate.layout_not_received")
    rpc.answer(printing.IssuePrintJobs, printing.IssuedJobs(issued=(), refused=(refusal,)))

    response = http.post("/api/v1/print-jobs", json=EXAMPLES["NewPrintJobs"])

    refused = response.json()["refused"][0]
    assert (refused["code"], refused["rule"]) == ("certificate.layout_not_received", "R58")
    assert refused["what_to_do"] == "Search again later"
