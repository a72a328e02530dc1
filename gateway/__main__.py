"""`python -m gateway`: serves HTTP until it is told to stop."""

import uvicorn

from chassis.logs import configure_logs
from chassis.settings import load
from gateway.app import create_app
from gateway.parts import assemble
from gateway.settings import Settings

WEBSOCKET_MESSAGE = 64 * 1024
WEBSOCKET_SECONDS = 30
"""Between two pings, and for the answer to one: whoever is silent for a minute is gone."""


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
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        ws_max_size=WEBSOCKET_MESSAGE,
        ws_ping_interval=WEBSOCKET_SECONDS,
        ws_ping_timeout=WEBSOCKET_SECONDS,
    )


if __name__ == "__main__":
    main()
