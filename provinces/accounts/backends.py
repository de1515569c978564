"""Signing in, in the province that is in scope and nowhere else."""

from typing import Any

from django.contrib.auth.backends import ModelBackend


class OwnProvince(ModelBackend):
    """Users live in the province's schema, so the look-up itself keeps to it.

    Model permissions are never consulted: powers come from offices.
    """

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return set()

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return False
