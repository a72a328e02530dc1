"""`python -m gateway`: serves HTTP until it is told to stop."""

import gc

gc.disable()  # to look for garbage in what is imported, and stays, takes a sixth of a start

import uvicorn

from chassis.logs import configure_logs
from chassis.settings import load
from chassis.span_outcomes import record_traces
from gateway.addresses import networks_of
from gateway.app import create_app
from gateway.http_protocol import bounded
from gateway.parts import assemble
from gateway.settings import Settings
from gateway.websocket_protocol import ListeningProtocol

WEBSOCKET_MESSAGE = 64 * 1024


def main() -> None:
    settings = load(Settings)
    configure_logs("gateway", settings.log_level)
    record_traces("gateway", settings)
    proxies = networks_of(settings.trusted_proxies)
    app = create_app(assemble(settings))
    gc.freeze()
    gc.enable()
    uvicorn.run(
        app,
        http=bounded(
            head_seconds=settings.head_seconds,
            most_of_an_address=settings.connections_of_an_address,
            proxies=proxies,
        ),
        proxy_headers=bool(proxies),
        forwarded_allow_ips=[str(each) for each in proxies],
        host=settings.http_host,
        port=settings.http_port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=15,
        ws=ListeningProtocol,
        ws_per_message_deflate=False,
        ws_max_size=WEBSOCKET_MESSAGE,
        ws_ping_interval=None,
    )


if __name__ == "__main__":
    main()
