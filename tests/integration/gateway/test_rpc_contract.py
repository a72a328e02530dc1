"""What routes rely on: the client on a real broker and the stand-in of the unit tests alike."""

import asyncio
from contextlib import asynccontextmanager, suppress

import pytest

from chassis.testing import TEST_GATEWAY
from contracts.certificates import CertificateView, GetCertificate
from contracts.errors import Refused
from contracts.exceptions import ListExceptionReasons
from gateway.broker import Broker
from gateway.examples import EXAMPLES
from gateway.examples.people import CALLER as WHO
from gateway.rpc import RpcClient
from gateway.specimens import CERTIFICATE_NO as NO
from tests.integration.gateway.responder import SILENCE, Responder
from tests.unit.gateway.fakes import FakeRpc

pytestmark = pytest.mark.anyio
VIEW = CertificateView.from_wire(EXAMPLES["CertificateView"])
QUESTION = GetCertificate(caller=WHO, certificate_no=NO)


class Fake:
    """The stand-in, taught and asked."""

    def __init__(self) -> None:
        self.rpc = FakeRpc()

    def teach(self, request_type, answer):
        def answering(asked):
            found = answer(asked.to_wire())
            return found if isinstance(found, CertificateView) else VIEW.from_wire(found)

        self.rpc.answer(request_type, answering)


class Real:
    """The client, and a responder at the other end of the broker."""

    def __init__(self, amqp_url: str, timeout_seconds: float = 2) -> None:
        self.rpc = RpcClient(timeout_seconds, TEST_GATEWAY)
        self._broker = Broker(amqp_url, [self.rpc])
        self._responder = Responder(amqp_url)
        self.teach = self._responder.teach

    @asynccontextmanager
    async def connected(self):
        await self._responder.connect("cert_svc")
        running = asyncio.create_task(self._broker.run())
        async with asyncio.timeout(60):
            await self._broker.up.wait()
        yield
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
        await self._responder.close()


@pytest.fixture(params=["fake", "real"])
async def services(request):
    if request.param == "fake":
        yield Fake()
        return
    real = Real(request.getfixturevalue("vhost"))
    async with real.connected():
        yield real


async def test_the_answer_comes_back_as_the_reply_of_the_request(services):
    services.teach(GetCertificate, lambda _: VIEW)

    assert await services.rpc.call(QUESTION) == VIEW


async def test_a_reply_is_relayed_as_json(services):
    services.teach(GetCertificate, lambda _: VIEW)

    assert VIEW.model_validate_json(await services.rpc.relay(QUESTION)) == VIEW


async def test_what_is_relayed_is_refused_as_what_is_read(services):
    def refuse(_):
        raise Refused("certificate.unknown", {"certificate_no": NO})

    services.teach(GetCertificate, refuse)

    with pytest.raises(Refused, match=r"certificate\.unknown"):
        await services.rpc.relay(QUESTION)


async def test_the_service_reads_what_was_asked(services):
    services.teach(
        GetCertificate, lambda fields: VIEW.to_wire() | {"destination": fields["certificate_no"]}
    )

    assert (await services.rpc.call(QUESTION)).destination == NO


async def test_a_refusal_comes_back_with_code_and_details(services):
    def refuse(_):
        raise Refused("certificate.unknown", {"certificate_no": NO})

    services.teach(GetCertificate, refuse)

    with pytest.raises(Refused, match=r"certificate\.unknown") as refused:
        await services.rpc.call(QUESTION)
    assert refused.value.details == {"certificate_no": NO}


async def test_a_defect_comes_back_as_a_reference_without_its_reason(services):
    services.teach(GetCertificate, lambda _: 1 / 0)

    with pytest.raises(Refused, match=r"service\.failed") as refused:
        await services.rpc.call(QUESTION)
    assert list(refused.value.details) == ["call_id"]


async def test_an_answer_that_is_not_the_contracts_is_a_defect(services):
    services.teach(GetCertificate, lambda _: {"certificate_no": 7})

    with pytest.raises(Refused, match=r"service\.failed"):
        await services.rpc.call(QUESTION)


async def test_nobody_there_is_unavailable(services):
    with pytest.raises(Refused, match=r"service\.unavailable"):
        await services.rpc.call(ListExceptionReasons(caller=WHO))


async def test_who_asks_for_long_work_is_more_patient(vhost):
    patient = type("GetCertificate", (GetCertificate,), {"PATIENCE": 50})
    silent = Real(vhost, timeout_seconds=0.2)
    silent.teach(GetCertificate, SILENCE)
    async with silent.connected():
        waiting = asyncio.create_task(silent.rpc.call(patient(**dict(QUESTION))))

        with pytest.raises(Refused, match=r"service\.unavailable"):
            await silent.rpc.call(QUESTION)

        assert not waiting.done()
        waiting.cancel()
