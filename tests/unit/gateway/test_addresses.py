"""Where calls come from, as limits count it."""

import pytest

from gateway.addresses import counted_as, lies_in, networks_of


@pytest.mark.parametrize(
    ("host", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("nonsense", "nonsense"),
        ("", ""),
    ],
)
def test_an_address_is_counted_as_what_one_customer_has(host, counted):
    assert counted_as(host) == counted


def test_networks_and_addresses_stand_between_commas():
    networks = networks_of("10.0.0.0/8, 192.0.2.7,")

    assert lies_in("10.9.8.7", networks)
    assert lies_in("192.0.2.7", networks)
    assert not lies_in("192.0.2.8", networks)
    assert not lies_in("nonsense", networks)


def test_what_is_no_network_stops_the_process():
    with pytest.raises(ValueError, match="proxy"):
        networks_of("10.0.0.0/8,proxy")
