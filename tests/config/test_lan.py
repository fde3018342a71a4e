"""A phone on the same network is told an address by which it reaches this machine."""

import ipaddress

from config import lan


def test_it_names_no_address_that_only_this_machine_can_reach() -> None:
    found = lan.addresses()

    assert len(found) == len(set(found))
    assert not any(ipaddress.ip_address(address).is_loopback for address in found)
