import django.db.models.deletion
from django.db import migrations, models

from core.db.append_only import AppendOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("citizens", "0001_citizens_and_marks"),
        ("rules", "0001_rulesets"),
    ]

    operations = [
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("as_of", models.DateTimeField()),
                ("made_at", models.DateTimeField()),
                ("commitment", models.BinaryField(max_length=32)),
                (
                    "ruleset",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="rules.ruleset",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Current",
            fields=[
                (
                    "citizen",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        serialize=False,
                        to="citizens.citizen",
                    ),
                ),
                ("status", models.CharField(max_length=20)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                ("due_at", models.DateTimeField(db_index=True, null=True)),
                ("outlook", models.TextField()),
                ("grounds", models.JSONField()),
                ("as_of", models.DateTimeField()),
                (
                    "decision",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="status.decision",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Run",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("as_of", models.DateTimeField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("nightly", "Nightly"), ("manual", "Manual"), ("full", "Full")],
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("running", "Running"),
                            ("published", "Published"),
                            ("abandoned", "Abandoned"),
                        ],
                        default="running",
                        max_length=10,
                    ),
                ),
                ("zones", models.JSONField(default=list)),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                ("summary", models.JSONField(default=dict)),
                (
                    "ruleset",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="rules.ruleset",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "running")),
                        fields=("state",),
                        name="one_run_at_a_time",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="decision",
            name="run",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="status.run",
            ),
        ),
        migrations.CreateModel(
            name="Shard",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stage", models.PositiveSmallIntegerField(choices=[(1, "Match"), (2, "Decide")])),
                ("number", models.PositiveIntegerField()),
                ("lo", models.IntegerField()),
                ("hi", models.IntegerField()),
                ("leased_until", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                ("tally", models.JSONField(default=dict)),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shards",
                        to="status.run",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("run", "stage", "number"), name="a_shard_is_cut_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Outcome",
            fields=[
                (
                    "decision",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        serialize=False,
                        to="status.decision",
                    ),
                ),
                ("status", models.CharField(max_length=20)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                ("due_at", models.DateTimeField(null=True)),
                ("outlook", models.TextField()),
                ("grounds", models.JSONField()),
                ("facts", models.JSONField(default=dict)),
                ("facts_digest", models.BinaryField(max_length=32, null=True)),
                ("salt", models.BinaryField(max_length=16)),
                (
                    "citizen",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="outcomes",
                        to="citizens.citizen",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["citizen", "decision"], name="outcomes_of_a_citizen")
                ],
            },
        ),
        AppendOnly("status_decision"),
    ]
