"""Appeals that came by post, until it is known whose they are."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class MailedAppeal(models.Model):
    """What somebody wrote by post, sealed: who they say they are, and what is wrong.

    It is filed, and gone from here, once the document is somebody's here; `is_mistaken` says that
    it is somebody's of another name, or one of too many on a day: it is laid aside. The rest wait
    some days, in case their writers enrol. `arrived_on` is the day on which the letter came, from
    which the clock runs.
    """

    id = models.BigAutoField(primary_key=True)
    reference = models.CharField(max_length=16, unique=True)
    document_hash = models.BinaryField(max_length=32)
    arrived_on = models.DateField()
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(db_index=True)
    is_mistaken = models.BooleanField(default=False)
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"appeal by post {self.reference}"
