"""Addresses of endpoints: https on the Internet, and nothing that leads nearer (SSRF)."""

from ipaddress import ip_address

import pytest

from contracts.errors import Refused
from services.webhook_svc.domain.addresses import is_far, target_of


def refusal(url: str, *, private: bool = False) -> str:
    with pytest.raises(Refused) as refused:
        target_of(url, private=private)
    return refused.value.details["reason"]


@pytest.mark.parametrize(
    "url",
    [
        "http://erp.example.com/",
        "ftp://erp.example.com/",
        "erp.example.com",
        "https://",
        "https://user:secret@erp.example.com/",
        "https://erp.example.com/#part",
        "https://erp.example.com:22/",
        "https://erp.example.com:99999/",
        "https://erp.example.com/a b",
        "https://erp.example.com/a\r\nHost: other",
        "https://erp.example.com/\u8bc1\u4e66",
        "https://localhost/",
        "https://erp..example.com/",
        "https://erp.local./",
        f"https://{'a' * 64}.example.com/",
        f"https://{'a.' * 127}com/",
        "https://-erp.example.com/",
        "https://erp.internal/",
        "https://127.0.0.1/",
        "https://10.1.2.3/",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/",
        "https://[::ffff:192.168.0.1]/",
        "https://[fe80::1]/",
    ],
)
def test_what_is_no_https_address_of_the_internet_is_refused(url):
    assert refusal(url)


def test_a_url_is_taken_apart():
    target = target_of("https://erp.example.com:8443/hook?a=1", private=False)

    assert target == ("https", "erp.example.com", 8443, "erp.example.com:8443", "/hook?a=1")


def test_a_receiver_on_this_machine_will_do_where_the_setting_says_so():
    assert target_of("http://127.0.0.1:8080", private=True).path == "/"


def test_credentials_are_refused_even_then():
    assert refusal("http://user@127.0.0.1/", private=True)


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",  # noqa: S104 - nothing is bound to it
        "10.0.0.1",
        "100.64.0.1",
        "127.8.8.8",
        "169.254.1.1",
        "172.31.0.1",
        "192.168.1.1",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::",
        "2001:db8::1",
        "fc00::1",
        "fe80::1",
        "ff02::1",
    ],
)
def test_a_near_address_is_not_far(address):
    assert not is_far(ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"])
def test_an_address_of_the_internet_is_far(address):
    assert is_far(ip_address(address))
