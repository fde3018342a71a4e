from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AddressesConfig(AppConfig):
    name = "addresses"
    verbose_name = "Addresses"

    def ready(self) -> None:
        from . import spatial_index

        post_migrate.connect(spatial_index.ensure, dispatch_uid="spatial_index")
