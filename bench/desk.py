"""Requests of phones and of a second dispatcher, one after the other, each over a connection of its own."""

import http.client
import json
import secrets
import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .ground import Server
from .phones import Phones

BATCHES, FIXES_IN_EACH = 10, 12


class Stale(RuntimeError):
    """An action named a version that is not the present one."""


@dataclass
class Desk:
    """One dispatcher, and the phones that call: ``callers`` has each incident's report and its secret."""

    server: Server
    phones: Phones
    cookie: str
    callers: dict[str, tuple[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, server: Server, town: Path) -> "Desk":
        """Sit down at the last of a town's consoles."""
        known = json.loads(town.read_text())
        return cls(server, Phones(known, port=server.port), known["cookies"][-1])

    def call(self) -> None:
        """Let one more phone report."""
        request, identity, secret = self.phones.report()
        receipt = self._sent(request)
        self.callers[receipt["incident"]] = identity, secret

    def work_off(self, incident: str) -> None:
        """Let all that belongs to one incident happen, up to its end."""
        identity, secret = self.callers.pop(incident)
        for batch in range(BATCHES):
            first = 1 + batch * FIXES_IN_EACH
            self._sent(self.phones.fixes(identity, secret, first, FIXES_IN_EACH))
        self._sent(self.phones.message(identity, secret, "여기 바위 옆에 있어요."))
        path = f"/api/v1/incidents/{incident}"
        self._act(f"{path}/message", {"id": str(uuid.uuid4()), "text": "구조대가 가고 있습니다."})
        version = self._act(path)["version"]
        version = self._act(f"{path}/dispatch", {"version": version, "note": "산악구조대 1"})["version"]
        self._act(f"{path}/close", {"version": version, "disposition": "helped", "note": ""})

    def positions(self, report: str, secret: str) -> int:
        """Return how many positions the centre has of a phone, as its receipt says."""
        headers = {"Authorization": f"Report {secret}", "Accept": "application/json"}
        return int(self._asked("GET", f"/api/v1/reports/{report}", None, headers)["fixes"])

    def fold(self, count: int) -> int:
        """Merge the open incidents, those of each centre evenly, until about ``count`` stand; return how many do."""
        rows = self._open()
        centres: dict[int, list[str]] = defaultdict(list)
        for row in rows.values():
            centres[row["jurisdiction"]].append(row["id"])
        left = 0
        for some in centres.values():
            here = max(1, round(count * len(some) / len(rows)))
            left += here
            for number, other in enumerate(some[here:]):
                into = some[number % here]
                rows = self._merged(rows, into, other)
        return left

    def _merged(self, rows: dict[str, dict[str, Any]], into: str, other: str) -> dict[str, dict[str, Any]]:
        """Merge one incident into another and return the rows as they are then."""
        body = {"version": rows[into]["version"], "other": other, "other_version": rows[other]["version"]}
        try:
            rows[into] = self._act(f"/api/v1/incidents/{into}/merge", body)
        except Stale:  # what nobody opens grows louder meanwhile, and has another version then
            return self._merged(self._open(), into, other)
        return rows

    def _open(self) -> dict[str, dict[str, Any]]:
        return {row["id"]: row for row in self._act("/api/v1/incidents?state=open")["incidents"]}

    def _act(self, path: str, body: dict[str, Any] | None = None) -> Any:
        token = secrets.token_hex(16)
        headers = {"Cookie": f"{self.cookie}; csrftoken={token}", "X-CSRFToken": token}
        headers |= {"Content-Type": "application/json", "Accept": "application/json"}
        text = None if body is None else json.dumps(body)
        return self._asked("GET" if body is None else "POST", path, text, headers)

    def _sent(self, request: bytes) -> Any:
        head, _, body = request.partition(b"\r\n\r\n")
        first, *lines = head.decode().split("\r\n")
        method, path, _ = first.split(" ")
        headers = dict(line.split(": ", 1) for line in lines)
        return self._asked(method, path, body, headers)

    def _asked(self, method: str, path: str, body: str | bytes | None, headers: dict[str, str]) -> Any:
        line = http.client.HTTPConnection("localhost", self.server.port, timeout=60)
        line.request(method, path, body, headers)
        answer = line.getresponse()
        said = answer.read()
        line.close()
        if answer.status == 409:
            raise Stale(said.decode()[:300])
        if answer.status >= 400:
            raise RuntimeError(f"{answer.status}: {said.decode()[:300]}")
        return json.loads(said)
