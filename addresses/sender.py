"""Whose request it is, as far as the network tells: one reading for every door."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def network_address(peer: str, forwarded_for: str) -> str:
    """Return the sender's network address, as the last trusted proxy in front saw it.

    ``peer`` is who opened the connection; ``forwarded_for`` the X-Forwarded-For header, of which
    only the hops that our own proxies wrote are believed (TRUSTED_PROXIES of them).
    """
    hops = [hop.strip() for hop in forwarded_for.split(",") if hop.strip()]
    if 0 < settings.TRUSTED_PROXIES <= len(hops):
        return str(hops[-settings.TRUSTED_PROXIES])
    return peer


def sign_in_address(request: HttpRequest) -> str | None:
    """Return the address that failed sign-ins are counted for; None where a proxy names one that is none.

    PostgreSQL takes nothing else into a column of addresses, and whoever signs in must not get an error for it.
    """
    address = str(request.META.get("REMOTE_ADDR", ""))
    try:
        return str(ipaddress.ip_address(address))
    except ValueError:
        return None
