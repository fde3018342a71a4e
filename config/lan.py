"""By which addresses others on the local network reach this machine."""

import fcntl
import ipaddress
import socket
import struct

_GET_ADDRESS = 0x8915  # SIOCGIFADDR of Linux, netdevice(7)


def addresses() -> list[str]:
    """Return the IPv4 addresses by which others reach this machine, that of the default route first."""
    found = [_address_of_default_route(), *(_address_of(name) for _, name in socket.if_nameindex())]
    others = [address for address in found if address and not ipaddress.ip_address(address).is_loopback]
    return list(dict.fromkeys(others))


def _address_of_default_route() -> str | None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing: it only asks the routing table (RFC 5737)
        except OSError:
            return None
        return str(probe.getsockname()[0])


def _address_of(interface: str) -> str | None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        request = struct.pack("256s", interface.encode()[:15])
        try:
            return socket.inet_ntoa(fcntl.ioctl(probe, _GET_ADDRESS, request)[20:24])
        except OSError:
            return None
