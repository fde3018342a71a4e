from django.apps import AppConfig


class EmergencyConfig(AppConfig):
    name = "emergency"
    verbose_name = "Emergency"

    def ready(self) -> None:
        """Listen to what the library for second factors tells."""
        from .sign_in import receivers  # noqa: F401 - they connect themselves
