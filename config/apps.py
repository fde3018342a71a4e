from django.apps import AppConfig


class SettingsConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        """Register the system checks."""
        from . import checks  # noqa: F401
