"""`python -m gateway`: serves HTTP until it is told to stop."""

import uvicorn

from chassis.logs import configure_logs
from chassis.settings import load
from gateway.app import create_app
from gateway.parts import assemble
from gateway.settings import Settings


def main() -> None:
    settings = load(Settings)
    configure_logs("gateway", settings.log_level)
    uvicorn.run(
        create_app(assemble(settings)),
        host=settings.http_host,
        port=settings.http_port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=15,
    )


if __name__ == "__main__":
    main()
