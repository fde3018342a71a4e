"""Where a webhook may go. Whoever enters an address must not reach what only this machine can reach."""

import pytest
from django.utils import timezone

from emergency.models import Outcome
from emergency.webhooks import addresses, plan, post
from emergency.webhooks.addresses import Forbidden, check, read, resolve
from emergency.webhooks.turn import turn
from tests.emergency.scene import Scene, called

from .conftest import Opened, hook, the_one

PUBLIC = "93.184.215.14"


def answering(*found: str):
    """Look up a name as a server would that answers so."""
    return lambda _host, port, **_: [(2, 1, 6, "", (address, port)) for address in found]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",
        "10.0.0.1",
        "172.16.5.4",
        "192.168.0.1",
        "100.64.0.1",
        "169.254.169.254",  # where clouds tell their machines who they are
        "192.0.0.8",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.251",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:93.184.215.14",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2001:0:5ef5:79fb::1",
        "2001:db8::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
    ],
)
def test_what_is_not_the_public_internet_is_refused(address: str) -> None:
    target = read("https://name.example/")
    with pytest.raises(Forbidden):
        resolve(target, [], answering(address))
    with pytest.raises(Forbidden):
        resolve(target, [], answering(PUBLIC, address))
    host = f"[{address}]" if ":" in address else address
    if not address.startswith("::ffff:93."):
        with pytest.raises(Forbidden):
            check(f"https://{host}/", [])


@pytest.mark.parametrize("address", [PUBLIC, "8.8.8.8", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_the_public_internet_is_reached_over_https_alone(address: str) -> None:
    assert resolve(read("https://name.example/"), [], answering(address)) == [address]
    with pytest.raises(Forbidden):
        resolve(read("http://name.example/"), ["10.0.0.0/8"], answering(address))


def test_an_operator_allows_a_network_of_their_own() -> None:
    allowed = ["10.20.0.0/16", "fd00::/8"]
    for address in ("10.20.3.4", "fd00::7", "::ffff:10.20.3.4"):
        assert resolve(read("http://name.example/"), allowed, answering(address)) == [address]
    with pytest.raises(Forbidden):
        resolve(read("http://name.example/"), allowed, answering("10.21.0.1"))


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nonsense",
        "//name.example/",
        "ftp://name.example/",
        "file:///etc/passwd",
        "gopher://127.0.0.1:6379/_SET",
        "https://",
        "https:///path",
        "https://user:word@name.example/",
        "https://name.example@127.0.0.1/",
        "https://name.example/#part",
        "https://name.example\\@127.0.0.1/",
        "https://name.example/a b",
        "https://name.example/\r\nX: y",
        "https://name.example:0/",
        "https://name.example:99999/",
        "https://name.example:x/",
        "https://[::1/",
        "https://여기.example/",
        "https://name.example/" + "x" * 300,
    ],
)
def test_what_is_no_plain_web_address_is_refused(url: str) -> None:
    with pytest.raises(Forbidden):
        check(url, ["0.0.0.0/0", "::/0"])


@pytest.mark.parametrize(
    "url", ["https://localhost/", "https://here.localhost/", "https://127.0.0.1/", "http://name.example/"]
)
def test_an_administrator_is_told_at_once_what_can_be_seen_from_the_text(url: str) -> None:
    with pytest.raises(Forbidden):
        check(url, [])


def test_what_is_asked_for_is_what_was_entered() -> None:
    target = check("https://Name.example:8443/hook?for=119", [])
    assert (target.host, target.port, target.path) == ("name.example", 8443, "/hook?for=119")
    assert target.authority == "name.example:8443"
    assert read("https://[2606:2800::1]/").authority == "[2606:2800::1]"


def test_spellings_of_this_machine_are_found_out_when_they_are_looked_up() -> None:
    for spelling in ("2130706433", "0x7f000001", "127.1"):
        with pytest.raises((Forbidden, OSError)):
            resolve(read(f"https://{spelling}/"), [])


def test_this_machine_is_refused_unless_it_is_allowed(scene: Scene, open_receiver: Opened, settings) -> None:
    settings.WEBHOOK_NETWORKS = []
    receiver = open_receiver()
    endpoint = hook(scene, receiver.url.replace("http:", "https:"))
    called(scene.plate("nogosan"))
    plan.all_(timezone.now())
    assert turn(endpoint.pk) == 1
    assert the_one(endpoint).attempts.get().outcome == Outcome.FORBIDDEN
    assert not receiver.connections


def test_a_name_that_changes_after_the_check_leads_nowhere_else(
    scene: Scene, open_receiver: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    receiver = open_receiver()
    asked: list[str] = []
    connected: list[str] = []

    def look_up(host: str, port: int, **_):
        asked.append(host)
        return answering(PUBLIC if len(asked) == 1 else "127.0.0.1")(host, port)

    def connect(address: tuple[str, int], **_):
        connected.append(address[0])
        raise OSError("nobody is reached from a test")

    monkeypatch.setattr(addresses.socket, "getaddrinfo", look_up)
    monkeypatch.setattr(post.socket, "create_connection", connect)
    with post.Line(f"https://rebinding.example:{receiver.port}/") as line:
        answer = line.post(b"{}", {})
    assert answer.outcome == Outcome.UNREACHABLE
    assert (asked, connected) == (["rebinding.example"], [PUBLIC])
    assert not receiver.connections
