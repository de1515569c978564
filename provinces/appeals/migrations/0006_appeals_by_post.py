"""An appeal may come by post, alone or to join one; each statement says how it came.

Of the statements of before it is not known, and nothing is said. To go back, call appeals by post
appeals at a desk.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

CHANNELS = [
    ("self", "Self"),
    ("proxy", "Proxy"),
    ("desk", "Desk"),
    ("telephone", "Telephone"),
    ("mail", "Mail"),
]
KEYS = [key for key, _name in CHANNELS]


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
            field=models.CharField(choices=CHANNELS, max_length=9),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("channel__in", KEYS),
                    ("gravity__in", ["held", "restricted"]),
                ),
                name="an_appeal_is_of_known_kinds",
            ),
        ),
        migrations.AddField(
            model_name="statement",
            name="channel",
            field=models.CharField(blank=True, choices=CHANNELS, default="", max_length=9),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="statement", name="arrived_on", field=models.DateField(null=True)
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.CheckConstraint(
                condition=models.Q(("channel__in", ["", *KEYS])),
                name="a_statement_came_by_a_known_way",
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
