"""Laboratories, their keys, what they have told, and results on their way to their people."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Laboratory(models.Model):
    """Somebody who tests samples and may report results; a contact answers for what is reported.

    `reference` is what commands and the ledger call it; `name` is what results say. It reports of
    its `sites` by the numbers of samples, without knowing whose they are.
    """

    reference = models.CharField(max_length=24, unique=True)
    name = models.CharField(max_length=120, unique=True)
    contact_name = models.CharField(max_length=80)
    contact = models.CharField(max_length=120)
    sites = models.ManyToManyField("screening.Site", related_name="laboratories")
    registered_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_laboratory_names_who_answers",
                condition=~Q(name="") & ~Q(contact_name="") & ~Q(contact=""),
            ),
            models.CheckConstraint(
                name="a_revoked_laboratory_says_why",
                condition=Q(revoked_at=None, revoked_because="")
                | (Q(revoked_at__isnull=False) & ~Q(revoked_because="")),
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class LaboratoryKey(models.Model):
    """A key by which a laboratory proves itself: of the key only its hash is kept."""

    laboratory = models.ForeignKey(Laboratory, models.CASCADE, related_name="keys")
    token_hash = models.BinaryField(max_length=32, unique=True)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_key_expires", condition=Q(expires_at__gte=F("issued_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"key of {self.laboratory_id}"


class ReportVersion(models.Model):
    """That a laboratory has told a version of a report; not of whom, nor what it said.

    A later version takes the place of the earlier ones. `digest` tells a repetition from another
    story under the same name.
    """

    class Status(models.TextChoices):
        """What a version does to those before it."""

        FINAL = "final"
        CORRECTED = "corrected"
        WITHDRAWN = "withdrawn"

    id = models.BigAutoField(primary_key=True)
    laboratory = models.ForeignKey(Laboratory, models.PROTECT, related_name="reports")
    identifier = models.CharField(max_length=120)
    version = models.DateTimeField()
    status = models.CharField(max_length=9, choices=Status.choices)
    sample_reference = models.CharField(max_length=80)
    digest = models.BinaryField(max_length=32)
    received_at = models.DateTimeField(db_index=True)
    # When what came of the versions before it was taken back; one that is the first has none.
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_version_is_told_once", fields=["laboratory", "identifier", "version"]
            ),
            models.CheckConstraint(
                name="a_version_is_of_a_known_kind",
                condition=Q(status__in=["final", "corrected", "withdrawn"]) & ~Q(identifier=""),
            ),
        ]
        indexes = [
            models.Index(fields=["laboratory", "sample_reference"], name="versions_by_sample"),
            models.Index(fields=["id"], name="versions_to_settle", condition=Q(settled_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.identifier} of {self.version.isoformat()}"


class SealedResult(models.Model):
    """A result on its way to its person, encrypted, found by the keyed hash of their document.

    Whoever is not enrolled has theirs kept for some days, in case they do; where their `home` is
    another province, that is told. Without a document it is of whoever gave the sample of this
    number at the site.
    """

    id = models.BigAutoField(primary_key=True)
    version = models.ForeignKey(ReportVersion, models.CASCADE, related_name="results")
    document_hash = models.BinaryField(max_length=32, null=True)
    home = models.CharField(max_length=31, blank=True, db_default="")
    site = models.ForeignKey("screening.Site", models.PROTECT, null=True, related_name="+")
    sealed = models.BinaryField()
    received_at = models.DateTimeField(db_index=True)
    # Why nobody is given it; then it waits to be corrected, or dropped.
    stopped_because = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_sealed_result_can_find_its_person",
                condition=Q(document_hash__isnull=False) | Q(site__isnull=False),
            ),
            models.CheckConstraint(
                name="a_guest_is_named_by_a_document",
                condition=Q(home="") | Q(document_hash__isnull=False, site=None),
            ),
        ]
        indexes = [
            models.Index(fields=["id"], name="sealed_and_waiting", condition=Q(stopped_because="")),
            models.Index(
                fields=["home", "id"],
                name="sealed_for_another_home",
                condition=Q(stopped_because="") & ~Q(home=""),
            ),
        ]

    def __str__(self) -> str:
        return f"result {self.pk} of version {self.version_id}"


class ToldHome(models.Model):
    """That another province was told a version of a report, by the name of the word; not of whom.

    `counted_as` tells the people of one day apart, and leads to nobody. What the laboratory
    corrects, withdraws or has recalled says why, until it is taken back there.
    """

    id = models.BigAutoField(primary_key=True)
    version = models.ForeignKey(ReportVersion, models.CASCADE, related_name="told_home")
    home = models.CharField(max_length=31)
    told_as = models.UUIDField(unique=True)
    counted_as = models.BinaryField(max_length=8)
    told_at = models.DateTimeField()
    wrong_because = models.CharField(max_length=300, blank=True)
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="what_was_told_home_is_taken_back_for_a_reason",
                condition=Q(taken_back_at=None) | ~Q(wrong_because=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"],
                name="told_home_wrongly",
                condition=Q(taken_back_at=None) & ~Q(wrong_because=""),
            )
        ]

    def __str__(self) -> str:
        return f"version {self.version_id} told to {self.home}"
