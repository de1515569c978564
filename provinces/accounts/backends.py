"""Signing in, in the province that is in scope and nowhere else."""

from django.contrib.auth.backends import ModelBackend


class OwnProvince(ModelBackend):
    """Users live in the province's schema, so the look-up itself keeps to it.

    Model permissions are never consulted: powers come from offices.
    """

    def has_perm(self, user_obj, perm, obj=None):  # type: ignore[no-untyped-def]
        return False
