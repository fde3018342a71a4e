"""Celery carries background work where a broker is set; the rows are the truth either way."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
app = Celery("yeogi")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "deliveries": {"task": "emergency.sweep_deliveries", "schedule": 1.0, "options": {"expires": 5}},
    "now and then": {"task": "emergency.sweep_now_and_then", "schedule": 60.0, "options": {"expires": 60}},
    "network": {"task": "trails.sweep_network", "schedule": 60.0, "options": {"expires": 60}},
    "packages": {"task": "trails.sweep_packages", "schedule": 60.0, "options": {"expires": 60}},
}
