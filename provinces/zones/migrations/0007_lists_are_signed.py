import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.db.set_once import SetOnce


class Migration(migrations.Migration):
    dependencies = [
        ("zones", "0006_zones_stay_as_they_were_signed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DivisionList",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.CharField(max_length=120)),
                ("spells", models.JSONField()),
                ("read", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("awaiting", "Awaiting"),
                            ("in_force", "In Force"),
                            ("refused", "Refused"),
                        ],
                        default="awaiting",
                        max_length=10,
                    ),
                ),
                ("imported_unit", models.CharField(max_length=80)),
                ("imported_at", models.DateTimeField()),
                ("signed_unit", models.CharField(blank=True, max_length=80)),
                ("signed_at", models.DateTimeField(null=True)),
                ("refused_at", models.DateTimeField(null=True)),
                ("refusal", models.CharField(blank=True, max_length=300)),
            ],
        ),
        migrations.AddField(
            model_name="divisionlist",
            name="imported_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="divisionlist",
            name="refused_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="divisionlist",
            name="signed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="divisionlist",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("state", "in_force"), _negated=True),
                        ("signed_at", None),
                        ("signed_by", None),
                    ),
                    models.Q(
                        ("signed_at__isnull", False),
                        ("signed_by__isnull", False),
                        ("state", "in_force"),
                        models.Q(("signed_unit", ""), _negated=True),
                        models.Q(("signed_by", models.F("imported_by")), _negated=True),
                        models.Q(("signed_unit", models.F("imported_unit")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_list_in_force_bears_a_second_office",
            ),
        ),
        migrations.AddConstraint(
            model_name="divisionlist",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("state", "refused"), _negated=True),
                        ("refusal", ""),
                        ("refused_at", None),
                        ("refused_by", None),
                    ),
                    models.Q(
                        ("refused_at__isnull", False),
                        ("refused_by__isnull", False),
                        ("state", "refused"),
                        models.Q(("refusal", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_refused_list_says_who_when_and_why",
            ),
        ),
        SetOnce(
            "zones_divisionlist",
            {
                "signed_at": ["signed_by_id", "signed_unit", "state"],
                "refused_at": ["refused_by_id", "refusal", "state"],
            },
        ),
    ]
