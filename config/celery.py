"""Celery carries background work where a broker is set; the rows are the truth either way."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
app = Celery("yeogi")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
