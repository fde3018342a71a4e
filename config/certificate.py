"""HTTPS on the local network: phones give a position to nothing less, so a certificate is made on the spot.

It vouches for itself, so each phone warns once. A real one belongs in front of a real installation.
"""

import ipaddress
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

LIFETIME = timedelta(days=397)  # phones refuse certificates that live longer
RENEW_BEFORE = timedelta(days=7)


def kept(folder: Path, hosts: list[str], now: datetime | None = None) -> Path:
    """Return a PEM file with key and certificate for these hosts and addresses, made where needed.

    The one kept in ``folder`` is used again, so that a phone asks once only, until it runs out or the
    hosts change. The file is readable by its owner alone.
    """
    now = now or datetime.now(UTC)
    file = folder / "certificate.pem"
    if file.is_file() and _still_fits(file.read_bytes(), hosts, now):
        return file
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f".certificate.{os.getpid()}"
    draft.touch(mode=0o600)
    draft.write_bytes(_make(hosts, now))
    draft.replace(file)
    return file


def _still_fits(pem: bytes, hosts: list[str], now: datetime) -> bool:
    try:
        known = x509.load_pem_x509_certificate(pem)
        names = known.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (ValueError, x509.ExtensionNotFound):
        return False
    return set(names) == set(_names(hosts)) and now < known.not_valid_after_utc - RENEW_BEFORE


def _names(hosts: list[str]) -> list[x509.GeneralName]:
    names: list[x509.GeneralName] = []
    for host in dict.fromkeys(hosts):
        try:
            names.append(x509.IPAddress(ipaddress.ip_address(host)))
        except ValueError:
            names.append(x509.DNSName(host))
    return names


def _make(hosts: list[str], now: datetime) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Yeogi on this network")])
    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + LIFETIME)
        .add_extension(x509.SubjectAlternativeName(_names(hosts)), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=False)
        .sign(key, hashes.SHA256())
    )
    encoding, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    private = key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, plain)
    return private + signed.public_bytes(encoding)
