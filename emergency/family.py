"""What somebody with a link sees: where the person is, how sure that is, how old, and where the call stands.

Never what the person wrote, nor what the centre said. It works without JavaScript, and renews itself.
"""

from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import quote

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from addresses import jurisdictions
from addresses.problems import AWAY, RETRY_AFTER_S

from . import calls, languages, looks, pages, place, position, shares
from .away import SOMEWHERE
from .languages import Words
from .models import FixSource, IncidentState, Report, Share

RENEWS_S: Final = 30
OLD: Final = timedelta(minutes=10)
# A computer opens no "geo:" link, and whoever waits at home may sit at one.
_KAKAO: Final = "https://map.kakao.com/link/map/{name},{latitude:.6f},{longitude:.6f}"
_STATES: Final = {
    IncidentState.NEW: "received",
    IncidentState.OPENED: "received",
    IncidentState.ACKNOWLEDGED: "helping",
    IncidentState.DISPATCHED: "dispatched",
    IncidentState.CLOSED: "closed",
}


@require_safe
def show(request: HttpRequest, token: str) -> HttpResponse:
    """Show where the person of a link is, once its opening is logged; any link that shows nothing says just that."""
    now = timezone.now()
    try:
        share = shares.opened(token, now)
        if share is None:
            return _over(request)
        if request.method == "GET":
            looks.log_link(share, now)
        return _shown(request, share, now)
    except AWAY:
        # Without the log of the look nothing is shown, either.
        connection.close()
        return _later(request)


def _shown(request: HttpRequest, share: Share, now: datetime) -> HttpResponse:
    words = languages.chosen(request)
    report = share.report
    centre = words.of(report.jurisdiction.centre_name_ko, report.jurisdiction.centre_name_en)
    return pages.rendered(
        request,
        "scan/family.html",
        report.jurisdiction,
        renews_s=RENEWS_S,
        state=words.page[f"family_{_STATES[IncidentState(report.incident.state)]}"].format(centre=centre),
        place_name=_place_name(report, words),
        where=_where(report, words, now, calls.platform(pages.user_agent(request))),
        until=f"{timezone.localtime(share.ends_at):%H:%M}",
        is_exercise=report.is_exercise,
    )


def _over(request: HttpRequest) -> HttpResponse:
    """Return the one page for ended, stopped, erased and unknown links: 404, whichever it was."""
    return pages.rendered(request, "scan/family_over.html", jurisdictions.default(), status=404)


def _later(request: HttpRequest) -> HttpResponse:
    """Return a page that tries again: the database does not answer."""
    response = pages.rendered(request, "scan/family_over.html", SOMEWHERE, status=503, renews_s=RENEWS_S)
    response["Retry-After"] = str(RETRY_AFTER_S)
    return response


def _place_name(report: Report, words: Words) -> str:
    """Return the plate's name, unless the phone is somewhere else: the name would send family to the wrong place."""
    if report.best_agreement == position.Kind.ELSEWHERE:
        return ""
    incident = report.incident
    return words.of(incident.place_ko, incident.place_en)


def _where(report: Report, words: Words, now: datetime, platform: str) -> dict[str, Any] | None:
    """Return the best position known with its radius, source and age; None while there is none."""
    longitude, latitude, radius_m = report.best_longitude, report.best_latitude, report.best_uncertainty_m
    at = report.best_fixed_at
    if longitude is None or latitude is None or radius_m is None or at is None:
        return None
    source = "plate" if report.best_source == FixSource.PLATE else "phone"
    link = place.map_link(longitude, latitude, radius_m, apple=platform == "ios")
    if platform == "any":
        link = _KAKAO.format(name=quote("여기"), latitude=latitude, longitude=longitude)
    return {
        "coordinates": f"{latitude:.6f}, {longitude:.6f}",
        "uncertainty_m": place.metres(radius_m),
        "source": words.page[f"family_{source}"],
        "clock": f"{timezone.localtime(at):%H:%M:%S}",
        "age": _age(now - at, words),
        "is_old": now - at > OLD,
        "map_link": link,
    }


def _age(age: timedelta, words: Words) -> str:
    seconds = max(int(age.total_seconds()), 0)
    if seconds < 60:
        return words.page["family_seconds"].format(n=seconds)
    if seconds < 3600:
        return words.page["family_minutes"].format(n=seconds // 60)
    return words.page["family_hours"].format(n=seconds // 3600)
