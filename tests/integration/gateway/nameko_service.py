"""A real nameko service that answers one question; run with the broker's address and the answer."""

import eventlet

eventlet.monkey_patch()

import sys
from types import SimpleNamespace

from nameko.containers import ServiceContainer

from chassis.calls import answer
from chassis.proofs import Proofs
from chassis.replying import use_steady_rpc
from chassis.testing import TEST_CALLER_KEYS
from chassis.topology import declare_topology
from chassis.transactions import UnitOfWork
from contracts.certificates import CertificateView, GetCertificate
from contracts.errors import Refused

SETTINGS = SimpleNamespace(caller_keys=TEST_CALLER_KEYS)
KNOWN = CertificateView.model_validate_json(sys.argv[2])


class CertService:
    name = "cert_svc"
    proof = Proofs()
    db = UnitOfWork(None, None)  # a question that nobody records needs none

    @answer(GetCertificate, outside_transaction=True)
    def get_certificate(self, request: GetCertificate) -> CertificateView:
        if request.certificate_no == "divide":
            raise ZeroDivisionError("a secret reason")
        if request.certificate_no != KNOWN.certificate_no:
            raise Refused("certificate.unknown", {"certificate_no": request.certificate_no})
        return KNOWN


if __name__ == "__main__":
    use_steady_rpc()
    declare_topology(CertService, sys.argv[1])
    container = ServiceContainer(CertService, {"AMQP_URI": sys.argv[1], "settings": SETTINGS})
    container.start()
    container.wait()
