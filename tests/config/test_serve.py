"""``script/server``: says what to open, stops on Ctrl-C, and says what to do when it cannot start."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import httpx
import pytest
import zxingcpp
from PIL import Image

from config import greeting, prepare, serve

ROOT = Path(__file__).parents[2]
MODULES_OF_HALF_BLOCKS = {"█": (0, 0), "▀": (0, 255), "▄": (255, 0), " ": (255, 255), "\xa0": (255, 255)}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def started(folder: Path, *arguments: str, **settings: str) -> Iterator["subprocess.Popen[str]"]:
    """Run the server on a database of its own, and end it whatever happens."""
    chosen = {"DATABASE_URL", "REDIS_URL", "PUBLIC_URL", "DJANGO_SETTINGS_MODULE"}
    environment = {name: value for name, value in os.environ.items() if name not in chosen}
    process = subprocess.Popen(
        [sys.executable, "-m", "config.serve", *arguments],
        cwd=ROOT,
        env=environment | {"DATA_DIR": str(folder)} | settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def read_greeting(output: IO[str] | None) -> str:
    assert output is not None
    lines = []
    for line in output:
        lines.append(line)
        if line.startswith("Stop with Ctrl-C"):
            break
    return "".join(lines)


def test_it_greets_with_what_to_open_once_it_answers_and_ends_with_ctrl_c(tmp_path: Path) -> None:
    port = free_port()
    with started(tmp_path, PORT=str(port)) as server:
        said = read_greeting(server.stdout)
        start_page = httpx.get(f"http://localhost:{port}/")
        (plate,) = re.findall(rf"^http://localhost:{port}/\d{{8}}\.[0-9A-Z]{{5}}$", said, re.MULTILINE)
        plate_page = httpx.get(plate)
        server.send_signal(signal.SIGINT)
        farewell, complaints = server.communicate(timeout=20)

    assert f"http://localhost:{port}/console/" in said
    assert re.search(r"^Accounts that work at /console/\ndispatcher: \S+ / \S+$", said, re.MULTILINE)
    assert re.search(r"/admin/ \(points, tags, trails\)\neditor: \S+ / \S+$", said, re.MULTILINE)
    assert (start_page.status_code, plate_page.status_code) == (200, 200)
    assert server.returncode in (0, 130)
    assert farewell.endswith("Yeogi stopped.\n")
    assert complaints == ""


def test_it_starts_empty_without_the_demonstration(tmp_path: Path) -> None:
    port = free_port()
    with started(tmp_path, PORT=str(port), DEMONSTRATION="0") as server:
        said = read_greeting(server.stdout)
        health = httpx.get(f"http://localhost:{port}/healthz")
        server.send_signal(signal.SIGTERM)
        ended = server.wait(timeout=20)

    assert "createsuperuser" in said
    assert "Accounts" not in said
    assert health.status_code == 200
    assert ended in (0, 143, -signal.SIGTERM)


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"PORT": "eighty"}, "PORT='eighty' cannot be read: write a whole number"),
        ({"PORT": "70000"}, "port 70000 cannot be used"),
        ({"DATABASE_URL": "mysql://a/b"}, "DATABASE_URL names no database that Yeogi runs on"),
        ({"DATABASE_URL": "postgis://a:b@127.0.0.1:1/none", "PORT": "0"}, "the database does not answer"),
        ({"PUBLIC_URL": "here.example.kr", "PORT": "0"}, "is not the address of a web site"),
    ],
)
def test_it_says_in_a_sentence_why_it_cannot_start(
    tmp_path: Path, settings: dict[str, str], sentence: str
) -> None:
    with started(tmp_path, **settings) as server:
        _, said = server.communicate(timeout=60)

    assert server.returncode == 1
    assert sentence in said
    assert "Traceback" not in said


def test_it_offers_another_port_when_one_is_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        with pytest.raises(prepare.Refused, match=rf"port {port} is taken .* PORT={port + 1} script/server"):
            serve.claim("127.0.0.1", port)


def test_it_draws_a_code_that_a_phone_reads_from_the_terminal() -> None:
    lines = greeting.terminal_qr_code("HTTPS://HERE.EXAMPLE/48279153.K7Q4M").splitlines()

    picture = Image.new("L", (len(lines[0]), 2 * len(lines)), 0)
    for row, line in enumerate(lines):
        for column, character in enumerate(line):
            upper, lower = MODULES_OF_HALF_BLOCKS[character]
            # The terminal is dark, so a drawn block is a light module.
            picture.putpixel((column, 2 * row), 255 - upper)
            picture.putpixel((column, 2 * row + 1), 255 - lower)
    (read,) = zxingcpp.read_barcodes(
        picture.resize((picture.width * 4, picture.height * 4), Image.Resampling.NEAREST)
    )

    assert read.text == "HTTPS://HERE.EXAMPLE/48279153.K7Q4M"
