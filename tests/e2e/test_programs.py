"""Programs of an enterprise: tokens, webhooks, and the guide to them, against the whole product."""

from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from standardwebhooks.webhooks import Webhook

from contracts.scopes import Scope
from deploy.local.client import Client, ProblemError
from deploy.local.exporter import Exporter, wait_for
from tests.e2e import guide
from tests.e2e.receiver import Receiver, receiving

GUIDE = sorted(page.name for page in guide.PAGES.glob("*.md"))


@pytest.fixture(scope="module")
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


@pytest.fixture(scope="module")
def token(exporter) -> str:
    made = exporter.call("POST", "/api-tokens", json={"name": "ERP", "scopes": list(Scope)})
    return made["token"]


@pytest.fixture
def program(stack) -> Iterator[Callable[..., tuple[Client, str]]]:
    """A client with a token of these scopes, and the token's id."""
    clients: list[Client] = []

    def make(exporter, *scopes: str) -> tuple[Client, str]:
        body = {"name": f"program {uuid4().hex[:6]}", "scopes": scopes}
        made = exporter.call("POST", "/api-tokens", json=body)
        clients.append(Client(f"{stack.gateway}/api/v1", made["token"]))
        return clients[-1], made["token_id"]

    yield make
    for client in clients:
        client.close()


@pytest.fixture
def webhook(exporter, receiver) -> Callable[..., dict]:
    """An endpoint at a path of the receiver's own."""

    def make(path: str, *events: str) -> dict:
        body = {"url": receiver.url + path, "event_types": events or ("CertificateApproved",)}
        return exporter.call("POST", "/webhooks", json=body)

    return make


def code_of(call) -> str:
    with pytest.raises(ProblemError) as refused:
        call()
    return refused.value.code


def try_out(exporter, webhook: dict) -> dict:
    return exporter.call("POST", f"/webhooks/{webhook['webhook_id']}/test")


def test_a_token_does_what_its_scopes_open_and_nothing_else(exporter, program):
    erp, _ = program(exporter, "certificates:read")

    assert "certificates" in erp.call("GET", "/certificates")
    assert code_of(lambda: erp.call("GET", "/print-jobs")) == "token.out_of_scope"
    assert code_of(lambda: erp.call("GET", "/api-tokens")) == "token.not_for_programs"
    assert code_of(lambda: erp.call("GET", "/events")) == "token.not_for_programs"


def test_a_token_that_was_revoked_opens_nothing_at_once(exporter, program):
    erp, token_id = program(exporter, "certificates:read")
    erp.call("GET", "/certificates")

    exporter.call("DELETE", f"/api-tokens/{token_id}")

    assert code_of(lambda: erp.call("GET", "/certificates")) == "session.required"


def test_a_token_prints_and_answers_like_a_person(
    exporter, program, approved, workstation, print_at_desk
):
    erp, _ = program(exporter, "prints:issue", "prints:confirm", "prints:read")
    body = {"certificate_nos": [approved()], "parts": "both", "workstation_id": workstation}

    issued = erp.call("POST", "/print-jobs", json=body)["issued"][0]
    print_at_desk(issued["ticket"])
    answered = erp.call(
        "POST", f"/print-jobs/{issued['job']['job_id']}/confirmation", json={"printed": True}
    )

    assert answered["state"] == "printed"


def test_another_enterprise_neither_sees_nor_revokes_a_token(
    exporter, other_person, stack, program
):
    _, token_id = program(exporter, "certificates:read")
    stranger = Exporter(stack.gateway, other_person)
    stranger.log_in()

    assert stranger.call("GET", "/api-tokens")["tokens"] == []
    assert code_of(lambda: stranger.call("DELETE", f"/api-tokens/{token_id}")) == "token.unknown"
    stranger.close()


def test_an_approval_is_posted_signed_to_whoever_asked(approved, webhook, receiver):
    made = webhook("/approvals", "CertificateApproved", "LayoutReceived")

    certificate_no = approved()

    def told() -> set[str] | None:
        """Earlier certificates' events may come late, to this endpoint, too."""
        posts = receiver.at("/approvals")
        bodies = [Webhook(made["secret"]).verify(post.body, post.headers) for post in posts]
        types = {one["type"] for one in bodies if one["data"]["certificate_no"] == certificate_no}
        return types if len(types) == 2 else None

    assert wait_for(told, "both events") == {"CertificateApproved", "LayoutReceived"}


def test_an_endpoint_that_hangs_holds_up_no_other(exporter, webhook, receiver):
    receiver.hanging.add("/hangs")
    slow, quick = webhook("/hangs"), webhook("/quick")
    for _ in range(6):
        try_out(exporter, slow)
    receiver.wait("/hangs", 4)

    try_out(exporter, quick)

    receiver.wait("/quick", 1, seconds=5)
    assert len(receiver.at("/hangs")) == 4
    receiver.let_go.set()
    receiver.let_go = type(receiver.let_go)()


def test_a_crash_between_post_and_commit_sends_the_event_again_with_its_id(
    stack, exporter, webhook, receiver
):
    receiver.hanging.add("/crash")
    try_out(exporter, webhook("/crash"))
    receiver.wait("/crash")

    stack.processes.kill("webhook_svc")
    receiver.hanging.discard("/crash")
    stack.processes.start("webhook_svc")

    first, second = receiver.wait("/crash", 2, seconds=60)[:2]
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body


@pytest.fixture(scope="module")
def guided(stack, exporter, receiver, token) -> dict[str, str]:
    return {
        "ORIGINPRINT": stack.gateway,
        "SESSION": exporter.http.headers["Authorization"].removeprefix("Bearer "),
        "TOKEN": token,
        "RECEIVER": f"{receiver.url}/guide",
        "WEBHOOK_ID": str(uuid4()),
        "WEBHOOK_TIMESTAMP": "1772413200",
        "WEBHOOK_BODY": "{}",
    }


@pytest.fixture
def jammed(exporter, approved, print_at_desk) -> str:
    certificate_no = approved()
    issued = exporter.issue_print(certificate_no)
    print_at_desk(issued["ticket"])
    exporter.confirm(issued["job"]["job_id"], printed=False)
    job = f"/certificates/{certificate_no}"
    wait_for(lambda: exporter.call("GET", job)["print_status"] == "printed" or None, "printed")
    return certificate_no


@pytest.fixture
def workstation(exporter) -> str:
    """Paired, and running for the next minute and a half."""
    return str(exporter.desk.announce().workstation_id)


@pytest.fixture
def to_print(approved) -> str:
    return approved()


@pytest.fixture
def to_download(approved) -> str:
    return approved(type_id="rcep")


NEEDS = {
    "downloads.md": {"RCEP": "to_download"},
    "exceptions.md": {"CERTIFICATE": "to_print", "JAMMED": "jammed"},
}
"""Certificates that a page speaks of, by their variables, with the fixtures that make them."""


@pytest.mark.parametrize("page", GUIDE)
def test_the_examples_of_the_guide_run_and_print_what_is_shown(
    page, guided, workstation, request, tmp_path
):
    needed = NEEDS.get(page, {"CERTIFICATE": "to_print"})
    numbers = {name: request.getfixturevalue(fixture) for name, fixture in needed.items()}

    printed = guide.run(page, tmp_path, guided | numbers | {"WORKSTATION": workstation})

    shown = [text for _, text in guide.examples(page)]
    assert [guide.shape(guide.documents(text)) for text in printed] == [
        guide.shape(guide.documents(text)) for text in shown
    ]
