"""Grants, revocations and everything an agent can do, in any order, beside what a model allows.

The model is a clock, the moment of the live grant, and the moment of each certificate and print.
"""

from datetime import datetime
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, multiple, rule

from tests.attacks.world import World
from tests.unit.cert_svc.events import AGENT, EXPORTER, STRANGER, print_released

EVIDENCE = {"job_state": "completed", "impressions_completed": 4}


class Rights(RuleBasedStateMachine):
    certificates = Bundle("certificates")
    jobs = Bundle("jobs")

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world = world
        self.grant: Any = None
        self.disabled: set[str] = set()
        self.approved: dict[str, datetime] = {}
        self.issued: dict[str, tuple[str, datetime]] = {}
        self.applied: dict[str, datetime] = {}

    def may(self, since: datetime) -> bool:
        """What the model allows the agent with a certificate or a print of that moment."""
        return self.grant is not None and self.grant.granted_at < since

    @initialize(target=certificates)
    def something_is_granted_and_approved(self) -> str:
        self.the_principal_grants()
        return self.customs_approves()

    @initialize(target=jobs, certificate=certificates)
    def the_agent_prints(self, certificate: str) -> Any:
        issued = self.somebody_presses_print(certificate, AGENT)
        self.a_workstation_fetches(issued)
        return issued

    @rule()
    def the_principal_grants(self) -> None:
        self.grant = self.grant or self.world.grant()

    @rule()
    def the_principal_revokes(self) -> None:
        if self.grant is not None:
            self.world.revoke(self.grant)
            self.world.settle()
        self.grant = None

    @rule(who=st.sampled_from([AGENT, EXPORTER]))
    def a_person_is_disabled(self, who: str) -> None:
        self.world.disable(who)
        self.disabled.add(who)

    @rule(who=st.sampled_from([AGENT, EXPORTER]))
    def a_person_is_enabled(self, who: str) -> None:
        self.world.enable(who)
        self.disabled.discard(who)

    @rule()
    def all_hear_of_it(self) -> None:
        self.world.let_news_travel()

    @rule(target=certificates)
    def customs_approves(self) -> str:
        number = self.world.approve()
        self.approved[number] = self.world.clock()
        return number

    @rule(target=jobs, number=certificates, who=st.sampled_from([AGENT, AGENT, EXPORTER]))
    def somebody_presses_print(self, number: str, who: str) -> Any:
        issued = self.world.issue(who, number)["issued"]
        assert who == EXPORTER or not issued or self.may(self.approved[number])
        if not issued:
            return multiple()
        self.issued[issued[0]["job"]["job_id"]] = (who, self.world.clock())
        return issued[0]

    @rule(issued=jobs)
    def a_workstation_fetches(self, issued: Any) -> None:
        who, _ = self.issued[issued["job"]["job_id"]]
        fetched = self.world.fetch(issued)
        self.check(issued, fetched)
        assert not fetched.is_success or who not in self.disabled

    @rule(issued=jobs)
    def a_workstation_reports(self, issued: Any) -> None:
        path = f"/print-tickets/{issued['ticket']}/evidence"
        self.check(issued, self.world.http(AGENT, "POST", path, json=EVIDENCE))

    @rule(issued=jobs, printed=st.booleans())
    def the_agent_answers(self, issued: Any, printed: bool) -> None:  # noqa: FBT001 - drawn
        path = f"/print-jobs/{issued['job']['job_id']}/confirmation"
        answer = self.world.http(AGENT, "POST", path, json={"printed": printed})
        self.check_agents(issued, answer)

    @rule(issued=jobs)
    def the_agent_cancels(self, issued: Any) -> None:
        path = f"/print-jobs/{issued['job']['job_id']}/cancellation"
        self.check_agents(issued, self.world.http(AGENT, "POST", path))

    @rule(number=certificates)
    def the_agent_looks_at_a_copy(self, number: str) -> None:
        made = self.world.http(AGENT, "POST", f"/certificates/{number}/copies")
        seen = self.world.http(AGENT, "GET", f"/certificates/{number}/copy.pdf")
        assert made.is_success == seen.is_success == self.may(self.approved[number])

    @rule(number=certificates)
    def the_agent_applies_for_a_reprint(self, number: str) -> None:
        body = {"certificate_no": number, "reason": "paper_jam", "operation": "reprint_both"}
        answer = self.world.http(AGENT, "POST", "/exceptions", json=body)
        self.world.settle()
        assert not answer.is_success or self.may(self.approved[number])
        if answer.is_success:
            self.applied[answer.json()["exception_id"]] = self.approved[number]

    @rule(revoked_meanwhile=st.booleans())
    def the_agent_exports_its_list(self, revoked_meanwhile: bool) -> None:  # noqa: FBT001 - drawn
        started = self.world.http(AGENT, "POST", "/certificate-exports", json={}).json()
        self.world.settle()
        grant = self.grant
        if revoked_meanwhile:
            self.the_principal_revokes()
        path = f"/certificate-exports/{started['export_id']}/file.xlsx"
        answer = self.world.http(AGENT, "GET", path)
        assert answer.is_success == (grant is None or grant == self.grant)

    @rule()
    def lists_and_single_answers_and_live_events_show_what_the_model_allows(self) -> None:
        visible = {number for number, since in self.approved.items() if self.may(since)}
        own = {
            job_id
            for job_id, (who, since) in self.issued.items()
            if who == AGENT and self.may(since)
        }

        assert self.listed("/certificates", "certificates", "certificate_no") == visible
        assert self.listed("/print-jobs", "jobs", "job_id") == own
        assert self.listed("/exceptions", "exceptions", "exception_id") == {
            each for each, since in self.applied.items() if self.may(since)
        }
        for number in self.approved:
            seen = self.world.http(AGENT, "GET", f"/certificates/{number}").is_success
            news = print_released(certificate_no=number, agent_code=AGENT)
            assert seen == self.world.hears(AGENT, news) == (number in visible)
        for job_id in self.issued:
            seen = self.world.http(AGENT, "GET", f"/print-jobs/{job_id}").is_success
            assert seen == (job_id in own)

    @rule()
    def a_stranger_sees_nothing_and_the_principal_all(self) -> None:
        assert self.listed("/print-jobs", "jobs", "job_id", STRANGER) == set()
        assert self.listed("/print-jobs", "jobs", "job_id", EXPORTER) == set(self.issued)

    def listed(self, path: str, items: str, key: str, who: str = AGENT) -> set[str]:
        """Of this run; whatever was left by earlier ones is no matter."""
        page = self.world.http(who, "GET", f"{path}?limit=200").json()[items]
        mine = {*self.approved, *self.issued, *self.applied}
        return {each[key] for each in page} & mine

    def check(self, issued: Any, answer: Any) -> None:
        """A ticket of the agent's is worth nothing without its grant."""
        who, since = self.issued[issued["job"]["job_id"]]
        assert not answer.is_success or who == EXPORTER or self.may(since)

    def check_agents(self, issued: Any, answer: Any) -> None:
        """Only its own jobs, and only while it is granted."""
        self.world.settle()
        who, since = self.issued[issued["job"]["job_id"]]
        assert not answer.is_success or (who == AGENT and self.may(since))

    def teardown(self) -> None:
        """What is left over must not matter to the next run."""
        try:
            self.lists_and_single_answers_and_live_events_show_what_the_model_allows()
        finally:
            for who in self.disabled:
                self.world.enable(who)
            if self.grant is not None:
                self.world.revoke(self.grant)
            self.world.let_news_travel()
