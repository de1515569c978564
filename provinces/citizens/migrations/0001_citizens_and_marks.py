import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("jurisdictions", "0001_areas_and_offices"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Citizen",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("reference", models.CharField(max_length=24, unique=True)),
                ("language", models.CharField(default="zh-hans", max_length=10)),
                ("birth_year", models.PositiveSmallIntegerField(null=True)),
                ("enrolled_at", models.DateTimeField()),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="jurisdictions.area",
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="citizen",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Identity",
            fields=[
                (
                    "citizen",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        serialize=False,
                        to="citizens.citizen",
                    ),
                ),
                ("sealed", models.BinaryField()),
                ("document_hash", models.BinaryField(max_length=32, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="CaseAssignment",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "powers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), size=None
                    ),
                ),
                ("because", models.CharField(max_length=200)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="jurisdictions.area",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "citizen",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignments",
                        to="citizens.citizen",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="an_assignment_ends",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StaleMark",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("day", models.IntegerField(null=True)),
                ("cell", models.BigIntegerField(null=True)),
                ("because", models.CharField(max_length=40)),
                ("marked_at", models.DateTimeField()),
                (
                    "citizen",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="citizens.citizen",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["citizen", "day"], name="marks_by_citizen"),
                    models.Index(fields=["day"], name="marks_by_day"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("citizen__isnull", False), ("day__isnull", False), _connector="OR"
                        ),
                        name="a_mark_is_of_somebody_or_of_a_day",
                    )
                ],
            },
        ),
    ]
