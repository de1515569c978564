import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("citizens", "0001_citizens_and_marks"),
    ]

    operations = [
        migrations.CreateModel(
            name="FactSheet",
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
                ("high_left_at", models.DateTimeField(null=True)),
                ("high_minutes", models.IntegerField(null=True)),
                ("high_zone", models.IntegerField(null=True)),
                ("medium_left_at", models.DateTimeField(null=True)),
                ("medium_minutes", models.IntegerField(null=True)),
                ("medium_zone", models.IntegerField(null=True)),
                ("digest", models.BinaryField(max_length=32)),
            ],
        ),
    ]
