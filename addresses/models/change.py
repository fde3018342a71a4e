from django.conf import settings
from django.db import models


class Change(models.Model):
    """One change of one object: who, when, why, and each field's old and new value.

    Written by ``addresses.changes`` alone; never updated, never deleted.
    """

    class Action(models.TextChoices):
        CREATED = "created"
        UPDATED = "updated"
        DELETED = "deleted"

    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    origin = models.CharField(max_length=80, help_text="form, API, import FILE, field, system")
    reason = models.CharField(max_length=200, blank=True)
    action = models.CharField(max_length=8, choices=Action)
    object_type = models.CharField(max_length=40)
    object_id = models.CharField(max_length=40)
    old = models.JSONField(default=dict)
    new = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["object_type", "object_id"], name="change_of_object")]

    def __str__(self) -> str:
        return f"{self.action} {self.object_type} {self.object_id}"
