"""Who may call an API view; a view that says nothing lets nobody in."""

from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from .authentication import Device


class Nobody(BasePermission):
    """Refuses everybody: the default, so that forgetting a permission opens nothing."""

    def has_permission(self, _request: Request, _view: Any) -> bool:
        return False


class Anybody(BasePermission):
    """Lets everybody in: for what is public, and nothing else."""

    def has_permission(self, _request: Request, _view: Any) -> bool:
        return True


class OwnDevice(BasePermission):
    """Lets a paired device in, for the citizen it is paired with and nobody else."""

    def has_permission(self, request: Request, _view: Any) -> bool:
        return isinstance(request.user, Device)
