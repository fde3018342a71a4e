"""What the centre has on record, read through its API by a supervisor: nothing doubled, nothing lost."""

import re
import time
from collections.abc import Callable
from typing import Any, TypeVar
from uuid import uuid4

import httpx

from tests.servers import Server

T = TypeVar("T")
PATIENCE_S = 45.0


def eventually(read: Callable[[], T], is_so: Callable[[T], bool]) -> T:
    """Read until it is so. Raises AssertionError with what was read last."""
    until = time.monotonic() + PATIENCE_S
    while not is_so(found := read()):
        if time.monotonic() > until:
            raise AssertionError(f"It never became so; the last that was read: {found!r}")
        time.sleep(0.1)
    return found


class Record:
    """A signed-in reader of one centre."""

    def __init__(self, server: Server, account: str) -> None:
        self._client = httpx.Client(base_url=server.url, timeout=30)
        page = self._client.get("/sign-in").text
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert found, "The sign-in page has no token."
        form = {
            "csrfmiddlewaretoken": found[1],
            "username": account,
            "password": server.password(account),
            "next": "/console/",
        }
        answer = self._client.post("/sign-in", data=form, headers={"Referer": f"{server.url}/sign-in"})
        assert answer.status_code == 302, f"{account} could not sign in: {answer.status_code}"

    def close(self) -> None:
        self._client.close()

    def rows(self, state: str = "open") -> list[dict[str, Any]]:
        """Return the centre's incidents."""
        answer = self._client.get("/api/v1/incidents", params={"state": state}).raise_for_status()
        return list(answer.json()["incidents"])

    def incident(self, place: str) -> dict[str, Any]:
        """Return the one open incident at a place, with all that came in. There must not be two."""
        found = [row for row in self.rows() if place in (row["place_ko"], row["place_en"])]
        assert len(found) == 1, f"{len(found)} open incidents at {place}"
        return self.detail(found[0]["id"])

    def detail(self, incident: str) -> dict[str, Any]:
        return dict(self._client.get(f"/api/v1/incidents/{incident}").raise_for_status().json())

    def units(self) -> list[dict[str, Any]]:
        """Return the roster."""
        return list(self._client.get("/api/v1/units").raise_for_status().json()["units"])

    def do(self, incident: str, verb: str, **body: Any) -> dict[str, Any]:
        """Act as the centre."""
        return self._post(f"/api/v1/incidents/{incident}/{verb}", body)

    def ask_where(self, phone: str) -> dict[str, Any]:
        """Ask a caller where they are; return the link, the text to send and the incident."""
        return self._post("/api/v1/locate-requests", {"id": str(uuid4()), "phone": phone})

    def board_link(self, name: str) -> str:
        """Make a link for a wall screen, as a supervisor; return its address."""
        fields = {"id": str(uuid4()), "name": name, "days": "30", "jurisdiction": self._led()}
        page = self._board_links(fields)
        found = re.search(r"https?://[^<\s]+/board/#[\w-]+", page)
        assert found, "The page shows no link."
        return found[0]

    def end_board_link(self, name: str) -> None:
        """End the link of a wall screen."""
        page = self._client.get("/board/links?lang=ko").text
        found = re.search(rf'value="([\w-]+)" aria-label="[^"]*: {name}"', page)
        assert found, f"There is no link called {name}."
        self._board_links({"revoke": found[1]})

    def _led(self) -> str:
        found = re.search(r'name="jurisdiction" value="(\w+)"', self._client.get("/board/links").text)
        assert found, "The page names no jurisdiction."
        return found[1]

    def _board_links(self, fields: dict[str, str]) -> str:
        form = {**fields, "csrfmiddlewaretoken": self._client.cookies["csrftoken"]}
        headers = {"Referer": f"{self._client.base_url}/board/links"}
        answer = self._client.post("/board/links", data=form, headers=headers, follow_redirects=True)
        return answer.raise_for_status().text

    def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        headers = {"X-CSRFToken": self._client.cookies["csrftoken"], "Referer": str(self._client.base_url)}
        return dict(self._client.post(path, json=body, headers=headers).raise_for_status().json())

    def put_everything_away(self) -> None:
        """Close what a journey left open, so that the next one begins with a quiet console."""
        held = self._client.get("/api/v1/session").raise_for_status().json()["jurisdictions"]
        own = {one["id"] for one in held}
        # What it handed over it goes on seeing; the centre that has it closes it.
        for row in (row for row in self.rows() if row["jurisdiction"] in own):
            seen = self.do(row["id"], "open")  # nobody closes what nobody has looked at
            self.do(row["id"], "close", version=seen["version"], disposition="exercise", note="")
