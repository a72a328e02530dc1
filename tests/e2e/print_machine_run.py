"""Promise 2 against real processes: two gateways, crashes, lost answers, in any order.

Minutes long, so it is run by name: `python -m pytest tests/e2e/print_machine_run.py`.
"""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from tests.e2e.print_machine import Prints
from tests.e2e.two_gateways import House, another_gateway
from workstation.pairing import pair

EXAMPLES = 3
STEPS = 12
MOST_SECONDS = 900


@pytest.fixture(scope="module")
def house(stack, exporter, officer) -> Iterator[House]:
    """With as many certificates as there are examples, and some for what is tried again."""
    other = another_gateway(stack)
    engine = create_engine(stack.servers.create_database("print_svc"), poolclass=NullPool)
    numbers = [officer.apply(exporter.person) for _ in range(2 * EXAMPLES)]
    for number in numbers:
        officer.approve(number)
    printable = (
        exporter.wait_until(each, 60, printable=True)["certificate_no"] for each in numbers
    )

    def enrol():
        return pair(stack.gateway, "desk", show=lambda begun: approve(exporter, begun.user_code))

    house = House(stack, other, exporter, engine, printable, enrol)
    yield house
    house.close()
    other.stop()


def approve(exporter, code: str) -> None:
    body = {"name": f"desk {code}"}
    exporter.call("POST", f"/workstation-pairings/{code}/approval", json=body)


@pytest.mark.timeout(MOST_SECONDS)
def test_whatever_is_done_in_whatever_order_leaves_one_original_and_a_way_out(house, request):
    """The same runs each time, but for `--hypothesis-seed=N`; what fails is not made smaller."""
    seed = request.config.getoption("hypothesis_seed")
    bounds = settings(
        max_examples=EXAMPLES,
        stateful_step_count=STEPS,
        deadline=None,
        derandomize=seed is None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )

    run_state_machine_as_test(lambda: Prints(house), settings=bounds)

    told = [house.told(number, serials) for number, serials, _ in house.finished]
    assert told == [(count, [*range(1, count + 1)], 1) for _, _, count in house.finished]
