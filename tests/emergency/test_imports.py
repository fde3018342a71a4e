"""Each part can be the first that a process loads: which one is, a command or a check decides."""

import subprocess
import sys

import pytest

from tests.servers import ROOT

FIRST = (
    "emergency.channels.sms",
    "emergency.channels.crew",
    "emergency.deliveries",
    "emergency.intake",
    "emergency.merging",
    "emergency.retention",
    "emergency.crew.link",
    "emergency.sign_in.views",
    "emergency.tasks",
)


@pytest.mark.parametrize("module", FIRST)
def test_it_loads_before_anything_else(module: str) -> None:
    told = f"import django; django.setup(); import {module}"
    done = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
