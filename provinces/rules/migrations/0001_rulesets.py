import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

from core.db.append_only import AppendOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Ruleset",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("version", models.CharField(max_length=30)),
                ("document", models.JSONField()),
                ("in_force_from", models.DateTimeField(db_index=True)),
                ("expires_at", models.DateTimeField()),
                ("published_at", models.DateTimeField()),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("name", "version"), name="a_version_is_published_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expires_at__gt", models.F("in_force_from")),
                            (
                                "expires_at__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("in_force_from"),
                                    "+",
                                    models.Value("90 days", output_field=models.DurationField()),
                                ),
                            ),
                        ),
                        name="a_ruleset_ends_within_90_days",
                    ),
                ],
            },
        ),
        AppendOnly("rules_ruleset"),
    ]
