"""What is known of people, why and for how long, from the settings as they are (art. 21-2; Personal Information
Protection Act art. 30): nobody has to remember to correct it.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from addresses import jurisdictions
from addresses.models import Jurisdiction, SharingMode

from . import consent, languages, pages
from .away import still_helps
from .languages import Words


@still_helps
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show the notice in the language of the page."""
    words = languages.chosen(request)
    default = jurisdictions.default()
    return pages.rendered(
        request,
        "scan/privacy.html",
        default,
        officer=_officer(words),
        purposes=[_purpose(purpose, default, words) for purpose in (consent.DISPATCH, consent.FAMILY)],
        kept=[_kept(jurisdiction, words) for jurisdiction in _all()],
        log_days=settings.LOCATION_LOG_RETENTION_DAYS,
        versions=consent.PUBLISHED[::-1],
    )


def _all() -> list[Jurisdiction]:
    return list(Jurisdiction.objects.defer("area").order_by("-is_default", "name_ko"))


def _officer(words: Words) -> str:
    """Return who answers for personal data; empty where the settings name nobody, and the operator answers."""
    name, contact = settings.PRIVACY_OFFICER_NAME, settings.PRIVACY_OFFICER_CONTACT
    return words.page["privacy_officer"].format(name=name, contact=contact) if name and contact else ""


def _purpose(purpose: str, jurisdiction: Jurisdiction, words: Words) -> dict[str, Any]:
    text = pages.agreement(jurisdiction, words.language, purpose=purpose)
    title = words.page[f"privacy_{purpose}"].format(centre=_centre(jurisdiction, words))
    return {"title": title, "sentence": text.sentence, "notice": text.notice, "version": text.version}


def _kept(jurisdiction: Jurisdiction, words: Words) -> str:
    """Return how long one centre keeps positions, or that it takes none."""
    centre = _centre(jurisdiction, words)
    if jurisdiction.sharing_mode == SharingMode.DEVICE_ONLY:
        return words.page["privacy_device_only"].format(centre=centre)
    return words.page["privacy_hours"].format(centre=centre, hours=jurisdiction.retention_hours)


def _centre(jurisdiction: Jurisdiction, words: Words) -> str:
    return words.of(jurisdiction.centre_name_ko, jurisdiction.centre_name_en)
