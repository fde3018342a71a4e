"""The crew's page, its worker, and what the page asks."""

from django.urls import path

from emergency.api import crew

from . import pages

urlpatterns = [
    path("crew/", pages.page, name="crew"),
    path("crew/sw.js", pages.worker, name="crew_worker"),
    path("api/v1/crew", crew.Crew.as_view()),
    path("api/v1/crew/step", crew.CrewStep.as_view()),
    path("api/v1/crew/position", crew.CrewPosition.as_view()),
]
