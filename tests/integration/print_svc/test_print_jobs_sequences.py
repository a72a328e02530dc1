"""Whatever people, workstations and customs do in whatever order, one original is live."""

import contextlib
import itertools
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.errors import Refused
from contracts.printing import IssuedJob, ListPrintJobs, PrintIssued, PrintReleased
from tests.integration.print_svc.office import Office, archival, grant, sending_back
from tests.unit.cert_svc.events import AGENT, agent_revoked, caller

NUMBERS = itertools.count(1)
OUT = {"issued", "released", "printed", "failed"}


@dataclass
class Story:
    """One certificate; cert_svc never objects, so that print_svc alone must keep the promise."""

    office: Office
    serial: int = field(default_factory=lambda: next(NUMBERS))
    revision: int = 1
    granted: int = 0
    issued: list[IssuedJob] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.number = self.office.approve(serial=self.serial)

    def issue(self, **changes) -> None:
        self.issued += self.office.issue(self.number, parts="original", **changes).issued

    def issue_by_agent(self) -> None:
        self.issue(caller=caller(AGENT))

    def release(self) -> None:
        self.office.release(self.issued[-1])

    def release_earlier(self) -> None:
        self.office.release(self.issued[0])

    def cancel(self) -> None:
        self.office.cancel(self.issued[-1])

    def say_yes(self) -> None:
        self.office.confirm(self.issued[-1], printed=True)

    def say_no(self) -> None:
        self.office.confirm(self.issued[-1], printed=False)

    def grant_reprint(self) -> None:
        self.office.bench.deliver(grant(self.issued[-1]))
        self.granted += 1

    def grant_reprint_of_earlier(self) -> None:
        self.office.bench.deliver(grant(self.issued[0]))
        self.granted += 1

    def archive(self) -> None:
        self.office.bench.deliver(archival(self.number))

    def send_back(self) -> None:
        self.office.bench.deliver(sending_back(self.number, self.revision))

    def approve_anew(self) -> None:
        self.revision += 1
        self.office.approve(serial=self.serial, revision=self.revision)

    def revoke_agent(self) -> None:
        self.office.bench.deliver(agent_revoked())

    def wait(self) -> None:
        self.office.clock.skip(timedelta(minutes=11))

    def tell(self, action: str) -> None:
        """There may be nothing to act on, or a rule against it."""
        with contextlib.suppress(Refused, IndexError):
            getattr(self, action)()

    def live(self) -> int:
        listed = self.office.bench.ask(
            ListPrintJobs(caller=caller(), certificate_no=self.number)
        ).jobs
        return sum(job.state in OUT for job in listed)


ACTIONS = (
    "issue",
    "issue_by_agent",
    "release",
    "release_earlier",
    "cancel",
    "say_yes",
    "say_no",
    "grant_reprint",
    "grant_reprint_of_earlier",
    "archive",
    "send_back",
    "approve_anew",
    "revoke_agent",
    "wait",
)


stories = partial(st.lists, st.sampled_from(ACTIONS))
on_one_database = partial(
    settings,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@given(stories(max_size=14))
@on_one_database(max_examples=25)
def test_no_sequence_of_actions_makes_two_originals_live(office, actions):
    story = Story(office)

    counts = []
    for action in actions:
        story.tell(action)
        counts.append(story.live())

    assert max(counts, default=0) <= 1
    released = [event for event in office.bench.published() if isinstance(event, PrintReleased)]
    assert len(released) <= story.revision + story.granted


@given(stories(max_size=6), stories(max_size=8))
@on_one_database(max_examples=15)
def test_after_archiving_no_sequence_of_actions_lets_an_original_out(office, before, after):
    story = Story(office)
    for action in before:
        story.tell(action)
    story.archive()
    office.bench.published()

    for action in after:
        story.tell(action)

    told = [type(event) for event in office.bench.published()]
    assert told.count(PrintIssued) == told.count(PrintReleased) == 0
