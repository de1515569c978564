"""People who can sign in to one province: its officials and its citizens."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models


class UserManager(BaseUserManager["User"]):
    """Finds users by the name they sign in with."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(username=username)


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in; who they are to the province is told by an office or a citizen.

    There are no superusers in daily use: `is_superuser` is refused by the database.
    """

    username = models.CharField(max_length=80, unique=True)
    full_name = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=10, default="zh-hans")
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "username"
    objects = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="nobody_is_a_superuser", condition=models.Q(is_superuser=False)
            )
        ]

    def __str__(self) -> str:
        return self.username


class Kept(models.Model):
    """Something that all processes must agree on until it expires; `counting` reads and writes it.

    The value is JSON. A key names no person: it has a user's number, a network address, or a hash.
    """

    key = models.CharField(max_length=250, primary_key=True)
    value = models.TextField()
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key


class Invitation(models.Model):
    """Somebody who is to become an official: a link and a code open their account, once.

    Of either the hash alone is kept. Two people hand them over: who proposed it has the code, who
    signed it the link. The name is erased when the account is open, or the time is over.
    """

    full_name = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=10, default="zh-hans")
    username = models.CharField(max_length=80, unique=True)
    code = models.CharField(max_length=200, blank=True)
    link = models.BinaryField(max_length=32, null=True, unique=True)
    tries = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_link_expires",
                condition=models.Q(link=None) | models.Q(expires_at__isnull=False),
            ),
            models.CheckConstraint(
                name="nobody_is_named_by_an_invitation_that_is_closed",
                condition=models.Q(closed_at=None) | models.Q(full_name="", code="", link=None),
            ),
        ]

    def __str__(self) -> str:
        return self.username
