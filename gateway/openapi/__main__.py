"""`python -m gateway.openapi`: print the OpenAPI document."""

import json

from contracts.amqp import AmqpUrl
from contracts.key_rings import KeyRing
from gateway.app import create_app
from gateway.parts import assemble
from gateway.settings import Settings


def main() -> None:
    """Sorted and without any connection, so that a change of the surface shows as a diff."""
    ring = KeyRing((("-", bytes(32)),))
    nowhere = Settings(
        amqp_url=AmqpUrl("amqp://127.0.0.1"),
        s3_endpoint="http://127.0.0.1:9000",
        s3_access_key="-",
        s3_secret_key="-",  # noqa: S106 - nothing is connected
        s3_bucket="-",
        upload_keys=ring,
        picture_keys=ring,
        export_keys=ring,
        audit_export_keys=ring,
        document_keys=ring,
        signing_key=bytes(32),
        sealing_key=bytes(32),
        http_port=8000,
    )
    document = create_app(assemble(nowhere)).openapi()
    print(json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True))


if __name__ == "__main__":
    main()
