from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from addresses import access
from emergency.readers import ON_DUTY


class IsOnDuty(BasePermission):
    """Only dispatchers and supervisors of some jurisdiction; which incidents they see is asked apart."""

    message = "Ask an administrator to enter you as a dispatcher of your jurisdiction."

    def has_permission(self, request: Request, view: Any) -> bool:
        return bool(
            request.user.is_authenticated and access.jurisdictions_of(request.user, *ON_DUTY).exists()
        )
