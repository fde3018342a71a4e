"""One check for each thing that an operator can get wrong, each with a hint that says what to do.

They run with every ``manage.py`` command and at the start of ``script/server``; those that ask another
server run with ``manage.py check --deploy``. What cannot even be read stops the start: ``config/env.py``.
"""

import ipaddress
import os
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import Error as DatabaseError

LEAST_SECRET_LENGTH = 32
LEAST_TOKEN_LENGTH = 16
LEAST_GATEWAY_KEY_BYTES = 24  # of Standard Webhooks
LEAST_SECRET_VARIETY = 8  # different characters; a real random key of this length has some 20


def host_of(url: str) -> str:
    """Return the host of a web address, without its port; empty when it is no such address."""
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises for a port that is no number
    except ValueError:
        return ""
    return (parts.hostname or "") if parts.scheme in ("http", "https") and "@" not in parts.netloc else ""


def is_this_machine(host: str) -> bool:
    """Say whether a host name means the machine itself, as browsers see it (W3C Secure Contexts)."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    address = _as_address(host)
    return address is not None and address.is_loopback


def is_public() -> bool:
    """Say whether others are meant to reach this installation."""
    return not is_this_machine(host_of(settings.PUBLIC_URL))


def _as_address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


@register(Tags.compatibility)
def spatialite(**_: Any) -> list[CheckMessage]:
    """Look whether this Python can load SpatiaLite, where the database needs it."""
    if not settings.EMBEDDED:
        return []
    if not hasattr(sqlite3.Connection, "enable_load_extension"):
        hint = "Use Debian's own /usr/bin/python3, as script/bootstrap does, or PostgreSQL."
        return [Error("This Python's sqlite3 cannot load extensions.", hint=hint, id="yeogi.E001")]
    connection = sqlite3.connect(":memory:")
    try:
        connection.enable_load_extension(True)
        connection.load_extension(settings.SPATIALITE_LIBRARY_PATH)
    except sqlite3.Error as error:
        hint = "Install libsqlite3-mod-spatialite, or name the library in SPATIALITE_LIBRARY_PATH."
        return [Error(f"SpatiaLite does not load: {error}", hint=hint, id="yeogi.E002")]
    finally:
        connection.close()
    return []


@register(Tags.urls)
def public_url(**_: Any) -> list[CheckMessage]:
    """Look whether PUBLIC_URL is an address that can stand on plates for decades."""
    said, host = f"PUBLIC_URL={settings.PUBLIC_URL!r}", host_of(settings.PUBLIC_URL)
    hint = "Write the address alone, such as PUBLIC_URL=https://here.example.kr"
    if not host:
        return [Error(f"{said} is not the address of a web site.", hint=hint, id="yeogi.E003")]
    parts = urlsplit(settings.PUBLIC_URL)
    if parts.path.strip("/") or parts.query or parts.fragment:
        why = "a code is served right behind the host, and a longer address makes a denser QR code"
        return [Error(f"{said} says more than a host: {why}.", hint=hint, id="yeogi.E004")]
    if parts.scheme == "http" and not is_this_machine(host):
        hint = "Serve it over HTTPS; on a local network script/server --lan does."
        return [Warning(f"{said}: phones give no position without HTTPS.", hint=hint, id="yeogi.W005")]
    return []


@register(Tags.security)
def secrets(**_: Any) -> Iterator[CheckMessage]:
    """Look whether the two keys can be guessed."""
    for variable in ("SECRET_KEY", "SEAL_KEY"):
        key = getattr(settings, variable)
        if len(key) < LEAST_SECRET_LENGTH or len(set(key)) < LEAST_SECRET_VARIETY:
            hint = f"Leave {variable} unset and a good one is made, or write 32 random characters."
            yield Error(f"{variable} can be guessed.", hint=hint, id="yeogi.E006")
    if settings.METRICS_TOKEN and len(settings.METRICS_TOKEN) < LEAST_TOKEN_LENGTH:
        hint = f"Write {LEAST_TOKEN_LENGTH} random characters or more; without the variable there is no /metrics."
        yield Error("METRICS_TOKEN can be guessed.", hint=hint, id="yeogi.E019")
    if settings.SECRET_KEY == settings.SEAL_KEY:
        hint = "Give each its own: plates depend on SEAL_KEY for as long as they hang."
        yield Error("SECRET_KEY and SEAL_KEY are the same.", hint=hint, id="yeogi.E007")


@register(Tags.security)
def openness(**_: Any) -> Iterator[CheckMessage]:
    """Look whether something made for trying out is open to others."""
    if not is_public():
        return
    if settings.DEBUG:
        hint = "Remove DEBUG: its error pages show settings and positions to anybody."
        yield Error("DEBUG is on where others can reach it.", hint=hint, id="yeogi.E008")
    host = host_of(settings.PUBLIC_URL)
    if settings.DEMONSTRATION:
        address = _as_address(host)
        if address is None or not address.is_private:
            hint = "Write DEMONSTRATION=0 and delete the demonstration's accounts: anybody can look them up."
            yield Warning("The demonstration is open to the world.", hint=hint, id="yeogi.W018")
        return
    if "*" in settings.ALLOWED_HOSTS:
        hint = f"Write ALLOWED_HOSTS={host}"
        yield Warning("ALLOWED_HOSTS takes any host name.", hint=hint, id="yeogi.W009")
    if not os.environ.get("OPERATOR_NAME") or not os.environ.get("OPERATOR_CONTACT"):
        hint = "Write both: consent has to name who keeps positions (Location Information Act, article 19)."
        yield Warning("OPERATOR_NAME or OPERATOR_CONTACT is not set.", hint=hint, id="yeogi.W010")
    if not settings.PRIVACY_OFFICER_NAME or not settings.PRIVACY_OFFICER_CONTACT:
        hint = (
            "Write both: /privacy has to name who answers (Personal Information Protection Act, article 30)."
        )
        yield Warning(
            "PRIVACY_OFFICER_NAME or PRIVACY_OFFICER_CONTACT is not set.", hint=hint, id="yeogi.W020"
        )
    if settings.EMAIL_BACKEND.endswith(("console.EmailBackend", "filebased.EmailBackend")):
        hint = "Write EMAIL_URL=smtp+tls://USER:PASSWORD@HOST:587"
        yield Warning("E-mail is kept here and reaches nobody.", hint=hint, id="yeogi.W011")


@register(Tags.security)
def webhook_networks(**_: Any) -> Iterator[CheckMessage]:
    """Look whether the networks that webhooks may lead into can be read, and are not the whole world."""
    for said in settings.WEBHOOK_NETWORKS:
        try:
            network = ipaddress.ip_network(said)
        except ValueError as error:
            hint = "Write networks with commas between, such as WEBHOOK_NETWORKS=10.20.0.0/16"
            yield Error(f"WEBHOOK_NETWORKS cannot be read: {error}.", hint=hint, id="yeogi.E021")
            continue
        if network.prefixlen == 0:
            hint = "Name the networks where receivers stand; the public internet needs no entry."
            yield Warning(f"WEBHOOK_NETWORKS={said} lets webhooks go anywhere.", hint=hint, id="yeogi.W022")


@register(Tags.caches)
def redis_url(**_: Any) -> list[CheckMessage]:
    """Look whether REDIS_URL can be read, and is there where several processes need it."""
    if not settings.REDIS_URL:
        if settings.EMBEDDED or not is_public():
            return []
        hint = "Write REDIS_URL=redis://127.0.0.1:6379/0: without it each process counts limits alone."
        return [Warning("REDIS_URL is not set beside PostgreSQL.", hint=hint, id="yeogi.W012")]
    import redis

    try:
        redis.Redis.from_url(settings.REDIS_URL).close()
    except ValueError:
        hint = "Write REDIS_URL=redis://:PASSWORD@HOST:6379/0, or rediss:// for TLS."
        return [Error("REDIS_URL cannot be read.", hint=hint, id="yeogi.E013")]
    return []


@register(Tags.caches, deploy=True)
def redis_answers(**_: Any) -> list[CheckMessage]:
    """Ask Redis whether it is there; only before a deployment, because it may be away for a moment."""
    if not settings.REDIS_URL or redis_url():
        return []
    import redis

    client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2)
    try:
        client.ping()
    except redis.RedisError as error:
        hint = "Start it or correct REDIS_URL. Reports are taken without it, but deliveries wait."
        return [Warning(f"Redis does not answer: {error}", hint=hint, id="yeogi.W014")]
    finally:
        client.close()
    return []


@register(Tags.compatibility)
def text_messages(**_: Any) -> Iterator[CheckMessage]:
    """Look whether the SMS gateway is described well enough to be asked, and cannot be spoken for by others."""
    from emergency.channels.sms import http as gateway
    from emergency.ways_in import signed

    if any(len(signed.key(secret)) < LEAST_GATEWAY_KEY_BYTES for secret in settings.SMS_IN_SECRETS):
        hint = "Write whsec_ and 24 random bytes or more in base64, the same as at the gateway."
        yield Error("SMS_IN_SECRETS holds what can be guessed.", hint=hint, id="yeogi.E021")
    if settings.SMS_OUT == "HTTP":
        if not settings.SMS_HTTP_URL.startswith(("http://", "https://")):
            hint = "Write SMS_HTTP_URL=https://GATEWAY/PATH, or SMS_OUT=LOG."
            yield Error("SMS_OUT=HTTP, and SMS_HTTP_URL names no gateway.", hint=hint, id="yeogi.E022")
        unknown = gateway.unknown_places(settings.SMS_HTTP_URL + " " + settings.SMS_HTTP_BODY)
        if unknown:
            hint = "Only $to, $text, $from and $id stand for something; write $$ for a dollar sign."
            yield Error("A template of SMS_HTTP_… cannot be filled.", hint=hint, id="yeogi.E023")
    if settings.SMS_OUT == "SOLAPI" and not (
        settings.SOLAPI_API_KEY and settings.SOLAPI_API_SECRET and settings.SMS_FROM
    ):
        hint = "Write SOLAPI_API_KEY, SOLAPI_API_SECRET and SMS_FROM, or SMS_OUT=LOG."
        yield Error("SMS_OUT=SOLAPI, and its key or the sender is missing.", hint=hint, id="yeogi.E024")


@register(Tags.files)
def data_folder(**_: Any) -> list[CheckMessage]:
    """Look whether the folder for database, uploads and secrets can be written, and by whom."""
    folder = Path(settings.DATA_DIR)
    if not os.access(folder, os.W_OK | os.X_OK):
        hint = "Give it to the user that runs the server, or name another one in DATA_DIR."
        return [Error(f"DATA_DIR={folder} may not be written.", hint=hint, id="yeogi.E015")]
    return []


@register(Tags.staticfiles)
def front_end(**_: Any) -> list[CheckMessage]:
    """Look whether the front end was built."""
    if (settings.BASE_DIR / "frontend" / "dist" / "manifest.json").is_file():
        return []
    hint = "Run script/bootstrap. Until then the scan page works without scripts, and the console is empty."
    return [Warning("The front end is not built.", hint=hint, id="yeogi.W016")]


@register(Tags.database)
def default_jurisdiction(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Look whether some centre answers for what no polygon holds; asked before a migration, it waits."""
    from addresses.models import Jurisdiction

    if not databases:
        return []
    try:
        if Jurisdiction.objects.filter(is_default=True).exists():
            return []
    except DatabaseError:
        return []
    hint = "Mark one under Jurisdictions in /admin/: reports from outside every polygon need a centre."
    return [Warning("No jurisdiction is the default.", hint=hint, id="yeogi.W017")]
