"""The address of the broker is read in one way, and nothing in it switches checks off."""

import ssl

import pytest

from contracts.amqp import Address, checked

PLAIN = "amqp://auth_svc:pass@rabbitmq:5672/%2F"
TLS = "amqps://auth_svc:pass@rabbitmq:5671/%2F"


def test_a_plain_address_has_no_tls():
    address = Address.of(PLAIN)

    assert (address.url, address.user, address.host) == (PLAIN, "auth_svc", "rabbitmq")
    assert address.tls_context() is None
    assert address.tls_options() is None


def test_with_tls_chain_and_name_are_checked():
    context = Address.of(TLS).tls_context()

    assert context.verify_mode == ssl.CERT_REQUIRED
    assert context.check_hostname


def test_py_amqp_is_told_the_name_to_check_and_the_authorities():
    options = Address.of(f"{TLS}?cafile=/etc/ca.pem").tls_options()

    assert options == {
        "cert_reqs": ssl.CERT_REQUIRED,
        "server_hostname": "rabbitmq",
        "ca_certs": "/etc/ca.pem",
    }


def test_the_libraries_get_the_address_without_its_query():
    assert Address.of(f"{TLS}?cafile=/etc/ca.pem").url == TLS


@pytest.mark.parametrize(
    "url",
    [
        f"{TLS}?no_verify_ssl=1",
        f"{TLS}?cafile=/etc/ca.pem&no_verify_ssl=1",
        f"{TLS}?ssl_options={{}}",
        f"{TLS}?no_verify_ssl",
        f"{TLS}#fragment",
        f"{PLAIN}?cafile=/etc/ca.pem",
        "http://rabbitmq",
        "amqps:///",
        "rabbitmq",
    ],
)
def test_anything_else_is_refused_without_being_repeated(url):
    with pytest.raises(ValueError, match="amqp") as refusal:
        checked(url)

    assert "pass" not in str(refusal.value)
