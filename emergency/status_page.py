"""The page of one report for a phone without JavaScript: it renews itself, and takes an answer."""

import hmac
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from addresses import jurisdictions
from addresses.models import AddressPoint

from . import languages, pages, replies, seen, status
from .errors import Refused
from .flags import Flag
from .models import Report

STEPS = ("received", "opened", "acknowledged", "reopened", "dispatched", "cancelled", "closed")
# Shown only when they happened: nobody waits for these.
UNAWAITED = ("reopened", "cancelled", "closed")
SLOW = timedelta(seconds=90)


def key(report_id: UUID) -> str:
    """Return what proves that an address of a report's page was made here: 26 hexadecimal digits."""
    return salted_hmac("emergency.status_page", str(report_id), algorithm="sha256").hexdigest()[:26]


def path(report_id: UUID) -> str:
    """Return the address of a report's page. Whoever has it reads and speaks for the report, and can change nothing."""
    return f"/r/{report_id}.{key(report_id)}"


# No cookie, so no CSRF token: the address itself is what nobody else knows.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, report: UUID, view_key: str) -> HttpResponse:
    """Show what became of a report and what was said; POST takes an answer and comes back."""
    found = None
    if hmac.compare_digest(view_key, key(report)):
        found = Report.objects.select_related("jurisdiction").filter(id=report).first()
    if found is None:
        return _missing(request)
    if request.method != "POST":
        return _shown(request, found, replies.blank() if "answer" in request.GET else None)
    words = languages.chosen(request)
    reply = replies.read(request)
    if reply.asks or reply.goes_back:
        return _shown(request, found, reply)
    refused = replies.take(found, reply, words)
    if refused:
        return _shown(request, found, reply, refused)
    return HttpResponseRedirect(f"{path(report)}?lang={words.language}", status=303)


def _shown(
    request: HttpRequest, found: Report, reply: replies.Reply | None, refused: Refused | None = None
) -> HttpResponse:
    """Return the page; with a form in it, it does not renew itself, because that would empty the form."""
    words = languages.chosen(request)
    now = status.of([found.id])[found.id]
    if request.method == "GET":
        # Without a script nothing tells whether the screen is lit: it was asked for by hand or by the page itself.
        new = [UUID(said["id"]) for said in now["messages"] if said["from_centre"] and not said["seen_at"]]
        if new:
            seen.on_phone(found.id, new, [], timezone.now())
    chain = [_step(step, now, words) for step in STEPS if now[f"{step}_at"] or step not in UNAWAITED]
    is_closed = now["state"] == "closed"
    is_over = is_closed or now["cancelled_at"] is not None
    # What is over waits for no further step.
    chain = [step for step in chain if step["at"] or not is_over]
    done = [step["text"] for step in chain if step["at"]]
    waited = datetime.now(UTC) - found.received_at
    return pages.rendered(
        request,
        "scan/status.html",
        found.jurisdiction,
        status=refused.status if refused else 200,
        code=found.tag_code,
        point=_point(found.tag_code),
        exercise=found.is_exercise,
        tag_code=found.tag_code,
        renews=not is_closed and reply is None,
        is_over=is_over,
        is_closed=is_closed,
        reply=reply,
        sure=words.live["sure"].format(what=words.live[reply.asks]) if reply and reply.asks else "",
        refused=refused,
        headline=done[-1],
        chain=chain,
        place_name=words.of(now["place_ko"], now["place_en"]),
        messages=[{**said, "clock": _clock(said["at"])} for said in now["messages"]],
        is_cut=Flag.CUT in found.flags,
        slow=now["state"] == "received" and waited > SLOW,
    )


def _point(code: str) -> AddressPoint | None:
    return AddressPoint.objects.filter(tags=code).first() if code else None


def _missing(request: HttpRequest) -> HttpResponse:
    said = languages.chosen(request).page
    return pages.rendered(
        request,
        "scan/missing.html",
        jurisdictions.default(),
        status=404,
        title=said["status_missing_title"],
        text=said["status_missing_text"],
    )


def _step(step: str, now: dict[str, Any], words: languages.Words) -> dict[str, str]:
    centre = words.of(now["centre"]["name_ko"], now["centre"]["name_en"])
    at = now[f"{step}_at"]
    # Who is safe has taken nothing back.
    said = "told_safe" if step == "cancelled" and now["cancel_reason"] == "safe" else step
    text = words.live[said].format(centre=centre)
    return {"at": at or "", "text": f"{text}, {_clock(at)}" if at else text}


def _clock(moment: str) -> str:
    return f"{timezone.localtime(datetime.fromisoformat(moment)):%H:%M:%S}"
