from ipaddress import ip_address

import pytest

from cleancopy.fetch.addresses import is_public
from tests.fetch.forms import SIX, TARGETS, embeddings

PUBLIC = (
    "8.8.8.8", "1.1.1.1", "93.184.216.34", "9.255.255.255", "11.0.0.1", "172.15.255.255", "172.32.0.1", "192.167.0.1",
    "192.169.0.1", "100.63.255.255", "100.128.0.1", "169.253.0.1", "223.255.255.255", "192.0.1.1", "2606:4700::1111",
    "2001:4860:4860::8888", "2a00:1450::1", "2003::1", "2400:cb00::1", "64:ff9b::808:808",
)  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_public(address):
    assert is_public(ip_address(address))


@pytest.mark.parametrize("address", [*TARGETS, *(form for target in TARGETS for form in embeddings(target)), *SIX])
def test_all_others_are_not(address):
    assert not is_public(ip_address(address.strip("[]").replace("%25", "%")))


def test_an_address_that_stands_for_a_public_one_is_not_public_but_for_nat64():
    for form in embeddings("8.8.8.8"):
        assert is_public(ip_address(form.strip("[]"))) == form.startswith("[64:ff9b::8")
