"""A phone on the same network gets HTTPS, from a certificate that this machine makes and keeps."""

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from config import certificate

NOW = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
HOSTS = ["192.168.0.5", "yeogi-laptop", "localhost", "127.0.0.1", "192.168.0.5"]


def read(file: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(file.read_bytes())


def test_it_vouches_for_each_name_that_a_phone_may_type(tmp_path: Path) -> None:
    made = read(certificate.kept(tmp_path / "lan", HOSTS, NOW))

    names = made.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["yeogi-laptop", "localhost"]
    assert [str(address) for address in names.get_values_for_type(x509.IPAddress)] == [
        "192.168.0.5",
        "127.0.0.1",
    ]


def test_it_is_valid_now_and_no_longer_than_phones_accept(tmp_path: Path) -> None:
    made = read(certificate.kept(tmp_path, HOSTS, NOW))

    assert made.not_valid_before_utc < NOW < made.not_valid_after_utc
    assert made.not_valid_after_utc - made.not_valid_before_utc <= timedelta(days=398)


def test_it_keeps_the_key_for_its_owner_alone(tmp_path: Path) -> None:
    file = certificate.kept(tmp_path, HOSTS, NOW)

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [file]


def test_it_uses_the_same_one_again_so_that_a_phone_asks_once(tmp_path: Path) -> None:
    first = certificate.kept(tmp_path, HOSTS, NOW).read_bytes()

    again = certificate.kept(tmp_path, HOSTS[::-1], NOW + timedelta(days=300))

    assert again.read_bytes() == first


@pytest.mark.parametrize(
    ("hosts", "days_later"), [(["192.168.0.77", "localhost"], 0), (HOSTS, 391)], ids=["moved", "ran out"]
)
def test_it_makes_another_when_the_old_one_would_not_do(
    tmp_path: Path, hosts: list[str], days_later: int
) -> None:
    first = read(certificate.kept(tmp_path, HOSTS, NOW))

    second = read(certificate.kept(tmp_path, hosts, NOW + timedelta(days=days_later)))

    assert second.serial_number != first.serial_number


def test_it_makes_another_when_the_file_was_damaged(tmp_path: Path) -> None:
    certificate.kept(tmp_path, HOSTS, NOW).write_text("half a certif")

    assert read(certificate.kept(tmp_path, HOSTS, NOW)).not_valid_after_utc > NOW
