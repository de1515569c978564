"""People who change their home province, and people who have none in the federation."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

OPEN = Q(state__in=["offered", "accepted", "going"])


class Handover(models.Model):
    """A person goes from one home to another, as the one that gives or the one that takes keeps it.

        gives   offered ─► going ─► done        the record is on its way while it is "going":
        takes   offered ─► accepted ─► done     neither province decides about them meanwhile

    Either may come to `refused` or `withdrawn` before; the person's home is then as it was.
    """

    class Side(models.TextChoices):
        GIVES = "gives"
        TAKES = "takes"

    class State(models.TextChoices):
        OFFERED = "offered"
        ACCEPTED = "accepted"
        GOING = "going"
        DONE = "done"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"

    id = models.UUIDField(primary_key=True)
    side = models.CharField(max_length=6, choices=Side.choices)
    peer = models.CharField(max_length=31)
    about = models.CharField(max_length=52)
    epoch = models.CharField(max_length=7)
    offer = models.UUIDField()
    record = models.UUIDField(null=True)
    citizen = models.ForeignKey(
        "citizens.Citizen", models.CASCADE, null=True, related_name="+", db_constraint=False
    )
    area = models.ForeignKey("jurisdictions.Area", models.PROTECT, null=True, related_name="+")
    because = models.CharField(max_length=300)
    offered_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OFFERED)
    acted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    acted_unit = models.CharField(max_length=80, blank=True)
    closed_at = models.DateTimeField(null=True)
    reasons = models.CharField(max_length=2000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_person_is_given_to_one_at_a_time",
                fields=["citizen"],
                condition=OPEN & Q(side="gives"),
            ),
            models.UniqueConstraint(
                name="a_person_is_taken_once_at_a_time",
                fields=["peer", "about"],
                condition=OPEN & Q(side="takes"),
            ),
            models.CheckConstraint(
                name="a_handover_that_is_over_says_when",
                condition=(OPEN & Q(closed_at=None))
                | Q(state__in=["done", "refused", "withdrawn"], closed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="who_is_taken_has_an_area",
                condition=~Q(side="takes", state__in=["accepted", "done"]) | Q(area__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"hand-over {self.id} ({self.side})"


class Visitor(models.Model):
    """Somebody without a home province in the federation, enrolled with their host."""

    citizen = models.OneToOneField(
        "citizens.Citizen", models.CASCADE, primary_key=True, related_name="+"
    )
    came_from = models.CharField(max_length=120)
    enrolled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    enrolled_at = models.DateTimeField()
    leaves_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"visitor {self.citizen_id}"
