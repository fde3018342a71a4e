from django.apps import AppConfig


class SettingsConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        """Register the system checks, and name what ``/admin/`` shows."""
        from . import checks, names  # noqa: F401 - the first registers itself

        names.put()
