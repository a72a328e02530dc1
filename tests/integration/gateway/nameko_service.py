"""A real nameko service that answers one question; run with the broker's address and the answer."""

import eventlet

eventlet.monkey_patch()

import sys  # noqa: E402 - nothing may be imported before the patch

from nameko.containers import ServiceContainer  # noqa: E402

from chassis.calls import answer  # noqa: E402
from contracts.certificates import CertificateView, GetCertificate  # noqa: E402
from contracts.errors import Refused  # noqa: E402

KNOWN = CertificateView.model_validate_json(sys.argv[2])


class CertService:
    name = "cert_svc"

    @answer(GetCertificate, outside_transaction=True)
    def get_certificate(self, request: GetCertificate) -> CertificateView:
        if request.certificate_no == "divide":
            raise ZeroDivisionError("a secret reason")
        if request.certificate_no != KNOWN.certificate_no:
            raise Refused("certificate.unknown", {"certificate_no": request.certificate_no})
        return KNOWN


if __name__ == "__main__":
    container = ServiceContainer(CertService, {"AMQP_URI": sys.argv[1]})
    container.start()
    container.wait()
