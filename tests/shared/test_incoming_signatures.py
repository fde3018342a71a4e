"""What a gateway signs is told from what nobody signed, by the published vectors of Standard Webhooks."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from emergency.ways_in import signed

VECTORS = Path(__file__).parents[2].parent / "shared" / "data" / "wire" / "webhooks" / "vectors.json"
CASES: list[dict[str, Any]] = json.loads(VECTORS.read_text("utf-8"))["vectors"] if VECTORS.is_file() else []


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_the_verdict_is_the_published_one(case: dict[str, Any]) -> None:
    given = {"webhook-id": case["id"], "webhook-timestamp": case["timestamp"]}
    headers = {name: str(value) for name, value in given.items() if value is not None}
    if case["signature"] is not None:
        headers["webhook-signature"] = case["signature"]
    now = datetime.fromtimestamp(case["now"], UTC)
    try:
        signed.check(headers, case["payload"].encode(), [case["secret"]], now)
        verdict = "accept"
    except signed.NotSigned:
        verdict = "refuse"
    assert verdict == case["verdict"]
