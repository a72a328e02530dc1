"""The client and nameko itself understand one another."""

import asyncio
import json
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from chassis.testing import TEST_GATEWAY
from contracts.certificate_lists import ListCertificates
from contracts.certificates import GetCertificate
from contracts.errors import Refused
from gateway.broker import Broker
from gateway.examples import EXAMPLES
from gateway.examples.people import CALLER as WHO
from gateway.rpc import RpcClient
from gateway.specimens import CERTIFICATE_NO as NO

pytestmark = pytest.mark.anyio
SERVICE = Path(__file__).with_name("nameko_service.py")


@pytest.fixture(scope="module")
def nameko(vhost):
    view = json.dumps(EXAMPLES["CertificateView"])
    module = "tests.integration.gateway.nameko_service"
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", module, vhost, view], cwd=SERVICE.parents[3]
    )
    yield process
    process.terminate()
    process.wait(timeout=60)


@pytest.fixture
async def rpc(vhost, nameko):
    client = RpcClient(5, TEST_GATEWAY)
    broker = Broker(vhost, [client])
    running = asyncio.create_task(broker.run())
    async with asyncio.timeout(60):
        while not await _answered(client):  # noqa: ASYNC110 - nameko says nowhere that it is ready
            await asyncio.sleep(0.1)
    yield client
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


async def _answered(client):
    try:
        await client.call(GetCertificate(caller=WHO, certificate_no=NO))
    except Refused as refused:
        if refused.code != "service.unavailable":
            raise
        return False
    return True


async def test_an_answer_of_nameko_comes_back_as_the_reply(rpc):
    reply = await rpc.call(GetCertificate(caller=WHO, certificate_no=NO))

    assert reply.to_wire() == type(reply).from_wire(EXAMPLES["CertificateView"]).to_wire()


async def test_an_answer_of_nameko_is_relayed_as_it_was_written(rpc):
    relayed = await rpc.relay(GetCertificate(caller=WHO, certificate_no=NO))

    assert json.loads(relayed).items() >= EXAMPLES["CertificateView"].items()


async def test_a_refusal_of_nameko_comes_back_with_code_and_details(rpc):
    with pytest.raises(Refused, match=r"certificate\.unknown") as refused:
        await rpc.call(GetCertificate(caller=WHO, certificate_no="A26"))

    assert refused.value.details == {"certificate_no": "A26"}


async def test_a_defect_of_nameko_stays_inside(rpc):
    with pytest.raises(Refused, match=r"service\.failed") as refused:
        await rpc.call(GetCertificate(caller=WHO, certificate_no="divide"))

    assert "secret" not in str(refused.value)


async def test_a_question_nameko_has_no_method_for_is_a_defect(rpc):
    with pytest.raises(Refused, match=r"service\.failed"):
        await rpc.call(ListCertificates(caller=WHO))
