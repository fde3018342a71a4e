"""What is prepared in a copy of the server comes back from it, and the copy stays behind nobody."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config.apart import Died, apart

ROOT = Path(__file__).parents[2]
WAITS = (
    "import os, time; from config.apart import apart; apart(lambda: (os.write(1, b'here'), time.sleep(600)))"
)


def test_it_brings_back_what_was_found_out_and_what_went_wrong() -> None:
    assert apart(lambda: {"answer": 42}) == {"answer": 42}
    with pytest.raises(ValueError, match="nothing"):
        apart(lambda: int("nothing"))


def test_it_says_when_the_copy_ended_without_an_answer() -> None:
    with pytest.raises(Died, match="exit code 3"):
        apart(lambda: os._exit(3))


def test_the_copy_ends_with_the_server_whatever_ends_that() -> None:
    with subprocess.Popen([sys.executable, "-c", WAITS], cwd=ROOT, stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        assert server.stdout.read(4) == b"here"
        server.kill()
        assert server.communicate(timeout=60)[0] == b""  # ends only when nobody holds it open
