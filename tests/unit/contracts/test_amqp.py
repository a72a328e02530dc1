"""The address of the broker is read in one way, and nothing in it switches checks off."""

import ssl

import pytest

from contracts.amqp import Address, checked, host_of

PLAIN = "amqp://auth_svc:pass@rabbitmq:5672/%2F"
TLS = "amqps://auth_svc:pass@rabbitmq:5671/%2F"


def test_a_plain_address_has_no_tls():
    address = Address.of(PLAIN)

    assert (address.urls, address.user) == ((PLAIN,), "auth_svc")
    assert address.tls_context() is None
    assert address.tls_options() is None


def test_with_tls_chain_and_name_are_checked():
    context = Address.of(TLS).tls_context()

    assert context.verify_mode == ssl.CERT_REQUIRED
    assert context.check_hostname


def test_kombu_is_told_to_check_the_name_and_the_authorities():
    options = Address.of(f"{TLS}?cafile=/etc/ca.pem").tls_options()

    assert options == {
        "cert_reqs": ssl.CERT_REQUIRED,
        "server_hostname": None,
        "ca_certs": "/etc/ca.pem",
    }


def test_an_address_may_name_several_nodes():
    address = Address.of("amqps://auth_svc:p%40ss@one:5671,two:5672/%2F?cafile=/etc/ca.pem")

    assert address.urls == (
        "amqps://auth_svc:p%40ss@one:5671/%2F",
        "amqps://auth_svc:p%40ss@two:5672/%2F",
    )
    assert [host_of(url) for url in address.urls] == ["one", "two"]
    assert sorted(address.anywhere()) == sorted(address.urls)


def test_the_libraries_get_the_address_without_its_query():
    assert Address.of(f"{TLS}?cafile=/etc/ca.pem").urls == (TLS,)


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
        "amqps://auth_svc:pass@one,/%2F",
        "rabbitmq",
    ],
)
def test_anything_else_is_refused_without_being_repeated(url):
    with pytest.raises(ValueError, match="amqp") as refusal:
        checked(url)

    assert "pass" not in str(refusal.value)
