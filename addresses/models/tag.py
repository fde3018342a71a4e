from django.db import models
from django.db.models import Q

from .point import AddressPoint


class TagMedium(models.TextChoices):
    QR = "qr", "QR code"
    QR_NFC = "qr_nfc", "QR code and NFC tag"
    NFC_SIGNED = "nfc_signed", "QR code and signing NFC tag (NTAG 424 DNA)"


class TagState(models.TextChoices):
    ISSUED = "issued", "issued: not on site yet"
    INSTALLED = "installed", "installed"
    LOST = "lost", "lost"
    REPLACED = "replaced", "replaced by another tag"
    WITHDRAWN = "withdrawn", "withdrawn"


class Tag(models.Model):
    """One code with its life, bound to one address point. Its URL is a promise for decades.

    ``code`` is eight digits: seven random ones and a Damm check digit. The seal is not stored:
    it is computed from the code and a key (``addresses.seals``).
    """

    code = models.CharField(primary_key=True, max_length=8)
    point = models.ForeignKey(AddressPoint, models.PROTECT, null=True, blank=True, related_name="tags")
    medium = models.CharField(max_length=12, choices=TagMedium, default=TagMedium.QR)
    state = models.CharField(max_length=12, choices=TagState, default=TagState.ISSUED)
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replaces")
    issued_at = models.DateTimeField()
    installed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=TagState.INSTALLED) | Q(point__isnull=False),
                name="an_installed_tag_has_a_point",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | Q(state=TagState.REPLACED),
                name="only_a_replaced_tag_has_a_successor",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code[:4]}-{self.code[4:]}"
