"""Where the broker is: the one form of its address that every process takes.

`amqp://USER:PASSWORD@HOST:PORT/VHOST`, or `amqps://...` with TLS 1.2 or later, where the broker
must prove its name; `?cafile=PATH` names the authorities that may vouch for it, in PEM, in place of
the machine's own. Nothing else may follow: libraries take options there that switch off checks.
Several nodes of one broker stand with commas between, `HOST:PORT,HOST:PORT`: any of them serves.
"""

import random
import ssl
from dataclasses import dataclass
from typing import Any, NewType, Self
from urllib.parse import parse_qs, unquote, urlsplit

AmqpUrl = NewType("AmqpUrl", str)
"""An address that `Address.of` has taken."""


@dataclass(frozen=True)
class Address:
    """`urls` are without their query, one for each node; `cafile` is empty for the machine's own
    authorities."""

    urls: tuple[str, ...]
    user: str
    is_tls: bool
    cafile: str = ""

    @classmethod
    def of(cls, amqp_url: str) -> Self:
        """Raises ValueError for what is no such address; the message does not repeat it."""
        parts = urlsplit(amqp_url)
        account, at, nodes = parts.netloc.rpartition("@")
        each = [parts._replace(netloc=f"{account}{at}{node}") for node in nodes.split(",")]
        if parts.scheme not in {"amqp", "amqps"} or not all(one.hostname for one in each):
            raise ValueError("no address of a broker: amqp:// or amqps://, and a host")
        options = parse_qs(parts.query, keep_blank_values=True)
        is_tls = parts.scheme == "amqps"
        if parts.fragment or options.keys() - ({"cafile"} if is_tls else set()):
            raise ValueError("nothing but ?cafile=PATH may follow, and that only after amqps://")
        return cls(
            urls=tuple(one._replace(query="").geturl() for one in each),
            user=unquote(parts.username or "guest"),
            is_tls=is_tls,
            cafile=options.get("cafile", [""])[0],
        )

    def anywhere(self) -> list[str]:
        """The nodes in the order of this try: whoever comes back finds another one first, sooner or
        later, and processes spread over all."""
        return random.sample(self.urls, len(self.urls))

    def tls_context(self) -> ssl.SSLContext | None:
        """Checks chain and name; None without TLS. Raises OSError without the file."""
        return ssl.create_default_context(cafile=self.cafile or None) if self.is_tls else None

    def tls_options(self) -> dict[str, Any] | None:
        """The same for kombu, which puts the name of each node in the place of None."""
        if not self.is_tls:
            return None
        options = {"cert_reqs": ssl.CERT_REQUIRED, "server_hostname": None}
        return options | ({"ca_certs": self.cafile} if self.cafile else {})


def host_of(url: str) -> str:
    """Of one of an address's `urls`: the name that its node must prove."""
    return urlsplit(url).hostname or ""


def checked(amqp_url: str) -> AmqpUrl:
    """Raises ValueError as `Address.of`."""
    Address.of(amqp_url)
    return AmqpUrl(amqp_url)
