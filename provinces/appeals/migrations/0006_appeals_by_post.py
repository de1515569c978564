"""An appeal may come by post. To go back, call those that did appeals at a desk."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("appeals", "0005_appeals_by_telephone"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="appeal", name="an_appeal_is_of_known_kinds"),
        migrations.AlterField(
            model_name="appeal",
            name="channel",
            field=models.CharField(
                choices=[
                    ("self", "Self"),
                    ("proxy", "Proxy"),
                    ("desk", "Desk"),
                    ("telephone", "Telephone"),
                    ("mail", "Mail"),
                ],
                max_length=9,
            ),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("channel__in", ["self", "proxy", "desk", "telephone", "mail"]),
                    ("gravity__in", ["held", "restricted"]),
                ),
                name="an_appeal_is_of_known_kinds",
            ),
        ),
        migrations.CreateModel(
            name="MailedAppeal",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("reference", models.CharField(max_length=16, unique=True)),
                ("document_hash", models.BinaryField(max_length=32)),
                ("arrived_on", models.DateField()),
                ("taken_at", models.DateTimeField(db_index=True)),
                ("is_mistaken", models.BooleanField(default=False)),
                ("sealed", models.BinaryField()),
                (
                    "taken_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
    ]
