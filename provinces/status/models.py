"""Decisions that stay, the status now in force, and the runs that made them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from provinces.rules.terms import LONGEST

from .failing import LONGEST as LONGEST_TROUBLE


class Run(models.Model):
    """One recompute of a province, as of a moment; its decisions are visible once published."""

    class Kind(models.TextChoices):
        NIGHTLY = "nightly"
        MANUAL = "manual"
        FULL = "full"

    class State(models.TextChoices):
        RUNNING = "running"
        PUBLISHED = "published"
        ABANDONED = "abandoned"

    as_of = models.DateTimeField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RUNNING)
    ruleset = models.ForeignKey("rules.Ruleset", models.PROTECT, null=True, related_name="+")
    # Effective zones revised since they were matched, each with the revision this run matches.
    zones = models.JSONField(default=list)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    summary = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_run_at_a_time", fields=["state"], condition=Q(state="running")
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} run as of {self.as_of}"


class Shard(models.Model):
    """A leased piece of a run. These rows are the truth; the queue only nudges.

    A shard of stage MATCH is the days `[lo, hi)` in minutes; of stage DECIDE, the citizens
    `[lo, hi)`. All it does is done in the transaction that marks it done, so it does not matter
    how often it is leased: whoever commits first has done it.

    `tries` counts its leases. Of one that failed, `trouble` keeps the last error as `failing.told`
    says it, and `failed_at` when; it is empty again while somebody tries anew.
    """

    class Stage(models.IntegerChoices):
        MATCH = 1
        DECIDE = 2

    run = models.ForeignKey(Run, models.CASCADE, related_name="shards")
    stage = models.PositiveSmallIntegerField(choices=Stage.choices)
    number = models.PositiveIntegerField()
    lo = models.IntegerField()
    hi = models.IntegerField()
    leased_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    tally = models.JSONField(default=dict)
    tries = models.PositiveIntegerField(default=0)
    failed_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=LONGEST_TROUBLE, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_shard_is_cut_once", fields=["run", "stage", "number"])
        ]

    def __str__(self) -> str:
        return f"shard {self.number} of {self.run_id}"


class Decision(models.Model):
    """That a status was decided: append-only, and nothing in it names a person.

    `commitment = SHA-256(salt || outcome)`; the outcome and its salt are in the side table.
    """

    append_only = True

    id = models.BigAutoField(primary_key=True)
    as_of = models.DateTimeField()
    made_at = models.DateTimeField()
    run = models.ForeignKey(
        Run, models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )
    # Rule sets stay for good, so a million decisions need not look theirs up.
    ruleset = models.ForeignKey(
        "rules.Ruleset",
        models.PROTECT,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    commitment = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"decision {self.pk}"


class Outcome(models.Model):
    """What was decided about whom, and why: erased when its time is over.

    `grounds` lists every ground in force as of the decision, the gravest first: ground, status,
    evidence, since, until; `outlook` is each ground with its end, which is what is compared. A
    status past its `until` reads as ended, whatever ran. `due_at` is when the first of the grounds
    ends, and what follows on it is to be looked at. `facts` is all that was known, and what
    `facts_digest` is over. The province's own login changes none, and deletes those alone that
    were never visible.
    """

    withheld = ("UPDATE",)

    decision = models.OneToOneField(
        Decision, models.DO_NOTHING, primary_key=True, db_constraint=False
    )
    citizen = models.ForeignKey(
        "citizens.Citizen",
        models.CASCADE,
        related_name="outcomes",
        db_constraint=False,
        db_index=False,
    )
    status = models.CharField(max_length=20)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    outlook = models.TextField()
    grounds = models.JSONField()
    facts = models.JSONField(default=dict)
    facts_digest = models.BinaryField(max_length=32, null=True)
    salt = models.BinaryField(max_length=16)

    class Meta:
        # In the order in which they are read: without it, looking for somebody's last outcome may
        # go backwards through everybody's.
        indexes = [models.Index(name="outcomes_of_a_citizen", fields=["citizen", "decision"])]

    def __str__(self) -> str:
        return f"{self.status} for {self.citizen_id}"


class Current(models.Model):
    """The outcome in force for a citizen: a projection of the decisions, never edited by hand.

    The database takes nothing that is not what was decided, `due_at` apart. Somebody about whom
    nothing was ever decided has no row, and the rule set's default status.
    """

    citizen = models.OneToOneField(
        "citizens.Citizen", models.CASCADE, primary_key=True, db_constraint=False
    )
    decision = models.ForeignKey(
        Decision, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    status = models.CharField(max_length=20)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True, db_index=True)
    outlook = models.TextField()
    grounds = models.JSONField()
    as_of = models.DateTimeField()

    class Meta:
        constraints = [
            # A hold ends with the rule set that it rests on.
            models.CheckConstraint(
                name="a_status_ends_with_its_rule_set",
                condition=Q(until=None) | Q(until__lte=F("as_of") + LONGEST),
            )
        ]

    def __str__(self) -> str:
        return f"{self.status} for {self.citizen_id}"


class Trial(models.Model):
    """Whose status the draft of a rule set would change: counts, and of nobody in particular.

    `shown` is what `whatif.Comparison.shown` returned: no number below ten, nor one from which it
    could be worked out. It is of one document, by its digest: edited, the draft needs another.
    Once it has come to its end the database keeps it as it is.
    """

    class State(models.TextChoices):
        ASKED = "asked"
        DONE = "done"
        FAILED = "failed"

    draft = models.ForeignKey("rules.Draft", models.PROTECT, related_name="+")
    edition = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    leased_until = models.DateTimeField(null=True)
    as_of = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    shown = models.JSONField(default=dict)
    trouble = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_draft_is_tried_once_at_a_time",
                fields=["draft", "digest"],
                condition=Q(state="asked"),
            ),
            models.CheckConstraint(
                name="a_trial_ends_with_figures_or_says_why_not",
                condition=Q(state="asked", finished_at=None, trouble="")
                | Q(state="done", finished_at__isnull=False, as_of__isnull=False, trouble="")
                | (Q(state="failed", finished_at__isnull=False) & ~Q(trouble="")),
            ),
        ]

    def __str__(self) -> str:
        return f"trial of {self.draft_id} at edition {self.edition}"
