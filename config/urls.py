"""Every address of the product; the door's own ones stand in ``emergency/door.py``."""

from django.contrib import admin
from django.urls import path

urlpatterns = [
    path("admin/", admin.site.urls),
]
