import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.db.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("zones", "0008_terms_on_commuters"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="version",
            name="basis",
            field=models.CharField(
                blank=True,
                choices=[
                    ("diseases_law", "Diseases Law"),
                    ("emergency_law", "Emergency Law"),
                    ("emergency_rules", "Emergency Rules"),
                    ("provincial_order", "Provincial Order"),
                ],
                default="",
                max_length=20,
            ),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="Lifting",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "because",
                    models.CharField(
                        choices=[
                            ("risk_is_over", "Risk Is Over"),
                            ("cases_ruled_out", "Cases Ruled Out"),
                            ("drawn_wrongly", "Drawn Wrongly"),
                            ("appeal_upheld", "Appeal Upheld"),
                            ("declared_without_ground", "Declared Without Ground"),
                        ],
                        max_length=30,
                    ),
                ),
                ("lifted_unit", models.CharField(max_length=80)),
                ("done_at", models.DateTimeField()),
                (
                    "lifted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="liftings",
                        to="zones.version",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("because", ""), _negated=True),
                            models.Q(("lifted_unit", ""), _negated=True),
                        ),
                        name="a_lifting_says_who_and_why",
                    )
                ],
            },
        ),
        AppendOnly("zones_lifting"),
    ]
