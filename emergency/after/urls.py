"""The page of figures and its table."""

from django.urls import path

from . import pages

urlpatterns = [
    path("after/", pages.page, name="after"),
    path("after/incidents.csv", pages.table, name="after_table"),
]
