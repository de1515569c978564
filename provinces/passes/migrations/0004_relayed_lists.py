"""What neighbours have withdrawn, as they signed it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("passes", "0003_live_ones_shown_to_be_asked_about"),
    ]

    operations = [
        migrations.CreateModel(
            name="RelayedList",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("issuer", models.CharField(max_length=31)),
                ("number", models.PositiveSmallIntegerField()),
                ("data", models.BinaryField()),
                ("issued_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("fetched_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("issuer", "number"), name="a_list_of_a_neighbour_is_kept_once"
                    )
                ],
            },
        ),
    ]
