"""Carriers that may ask whether somebody may travel."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("passes", "0001_passes_and_whom_to_trust")]

    operations = [
        migrations.CreateModel(
            name="Carrier",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("reference", models.CharField(max_length=24, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("contact", models.CharField(max_length=120)),
                ("key_hash", models.BinaryField(max_length=32, unique=True)),
                ("registered_at", models.DateTimeField()),
                ("key_expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True)
                        & models.Q(("contact", ""), _negated=True),
                        name="a_carrier_names_who_answers",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key_expires_at__gt", models.F("registered_at"))),
                        name="a_carriers_key_expires",
                    ),
                ],
            },
        ),
    ]
