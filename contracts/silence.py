"""How long a server may be silent before a connection to it is given up.

One that is killed says so: its machine resets the connection. One that is cut off says nothing, and
a client that waits for it would wait for ever; the kernel asks in its place (tcp(7)).
"""

import socket
from typing import Final

IDLE_SECONDS: Final = 3
"""Without a byte from the server; then it is asked whether it is there."""
ASK_AGAIN_SECONDS: Final = 1
QUESTIONS: Final = 2
UNANSWERED_MS: Final = 5_000
"""For what was sent, and in place of QUESTIONS where the kernel knows TCP_USER_TIMEOUT."""
HEARTBEAT_SECONDS: Final = 15
"""AMQP's own, for a broker whose machine answers and which does not; after two it is given up."""

TCP_OPTIONS: Final = {
    "TCP_KEEPIDLE": IDLE_SECONDS,
    "TCP_KEEPINTVL": ASK_AGAIN_SECONDS,
    "TCP_KEEPCNT": QUESTIONS,
    "TCP_USER_TIMEOUT": UNANSWERED_MS,
}
"""By the names of tcp(7)."""
SOCKET_OPTIONS: Final = [
    (socket.IPPROTO_TCP, socket.TCP_NODELAY, 1),
    (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1),
    *((socket.IPPROTO_TCP, getattr(socket, name), its) for name, its in TCP_OPTIONS.items()),
]
"""The same for setsockopt(2), in place of those that urllib3 would set, which is the first."""
LIBPQ_OPTIONS: Final = {
    "keepalives_idle": IDLE_SECONDS,
    "keepalives_interval": ASK_AGAIN_SECONDS,
    "keepalives_count": QUESTIONS,
    "tcp_user_timeout": UNANSWERED_MS,
}
