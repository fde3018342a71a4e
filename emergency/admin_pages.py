"""What ``/admin/`` answers when an account may not see a page there, or when there is none."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from addresses import access
from addresses.bilingual import said

from .console_words import WORDS, Held

ADMINISTRATION = "/admin/"


def is_there(request: HttpRequest) -> bool:
    """Say whether somebody asked for a page of the administration; no plate's code begins like that."""
    return request.path_info.startswith(ADMINISTRATION)


def refused(request: HttpRequest) -> HttpResponse:
    """Say with which role somebody is signed in, what it may see, and the way back."""
    title = said("이 계정으로는 볼 수 없습니다", "This account may not see this")
    text = said(
        "이 화면이나 작업은 로그인한 계정의 역할에 들어 있지 않습니다. 필요하면 관리자에게 요청하세요.",
        "This page or step is not part of what the signed-in account may do. Ask an administrator if you need it.",
    )
    return _page(request, 403, title, text)


def nowhere(request: HttpRequest) -> HttpResponse:
    """Say that the administration has no such page, and what it has."""
    title = said("이 주소에는 아무것도 없습니다", "Nothing stands at this address")
    text = said(
        "주소를 다시 확인하거나 아래의 표에서 고르세요.",
        "Check the address, or choose one of the tables below.",
    )
    return _page(request, 404, title, text)


def _page(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": title,
        "text": text,
        "roles": _roles(request.user),
        "words": WORDS[said("ko", "en")],
        "may_see": said("이 계정으로 볼 수 있는 표", "What this account may see"),
        "back": said("관리 화면 첫 쪽으로", "To the first page of the administration"),
    }
    return TemplateResponse(request, "administration/elsewhere.html", context, status=status).render()


def _roles(user: Any) -> list[Held]:
    """Return the roles of an account in words, each with the jurisdictions where it is held."""
    words = WORDS[said("ko", "en")]
    held: dict[str, list[str]] = {}
    for jurisdiction in access.jurisdictions_of(user).defer("area"):
        for role in access.roles_in(user, jurisdiction):
            held.setdefault(role, []).append(said(jurisdiction.name_ko, jurisdiction.name_en))
    return [words.role(role, where) for role, where in held.items()]
