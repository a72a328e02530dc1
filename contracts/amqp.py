"""Where the broker is: the one form of its address that every process takes.

`amqp://USER:PASSWORD@HOST:PORT/VHOST`, or `amqps://...` with TLS 1.2 or later, where the broker
must prove its name; `?cafile=PATH` names the authorities that may vouch for it, in PEM, in place of
the machine's own. Nothing else may follow: libraries take options there that switch off checks.
"""

import ssl
from dataclasses import dataclass
from typing import Any, NewType, Self
from urllib.parse import parse_qs, unquote, urlsplit

AmqpUrl = NewType("AmqpUrl", str)
"""An address that `Address.of` has taken."""


@dataclass(frozen=True)
class Address:
    """`url` is without its query; `cafile` is empty for the machine's own authorities."""

    url: str
    user: str
    host: str
    is_tls: bool
    cafile: str = ""

    @classmethod
    def of(cls, amqp_url: str) -> Self:
        """Raises ValueError for what is no such address; the message does not repeat it."""
        parts = urlsplit(amqp_url)
        if parts.scheme not in {"amqp", "amqps"} or not parts.hostname:
            raise ValueError("no address of a broker: amqp:// or amqps://, and a host")
        options = parse_qs(parts.query, keep_blank_values=True)
        is_tls = parts.scheme == "amqps"
        if parts.fragment or options.keys() - ({"cafile"} if is_tls else set()):
            raise ValueError("nothing but ?cafile=PATH may follow, and that only after amqps://")
        return cls(
            url=parts._replace(query="").geturl(),
            user=unquote(parts.username or "guest"),
            host=parts.hostname,
            is_tls=is_tls,
            cafile=options.get("cafile", [""])[0],
        )

    def tls_context(self) -> ssl.SSLContext | None:
        """Checks chain and name; None without TLS. Raises OSError without the file."""
        return ssl.create_default_context(cafile=self.cafile or None) if self.is_tls else None

    def tls_options(self) -> dict[str, Any] | None:
        """The same for py-amqp, which checks no name unless it is told one."""
        if not self.is_tls:
            return None
        options = {"cert_reqs": ssl.CERT_REQUIRED, "server_hostname": self.host}
        return options | ({"ca_certs": self.cafile} if self.cafile else {})


def checked(amqp_url: str) -> AmqpUrl:
    """Raises ValueError as `Address.of`."""
    Address.of(amqp_url)
    return AmqpUrl(amqp_url)
