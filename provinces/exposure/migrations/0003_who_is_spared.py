import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("exposure", "0002_cases_and_where_they_stayed"),
    ]

    operations = [
        migrations.CreateModel(
            name="CommutersFollowed",
            fields=[
                ("id", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("said", models.CharField(max_length=100)),
            ],
        ),
        migrations.CreateModel(
            name="Spared",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("citizen_id", models.IntegerField()),
                ("lo", models.BigIntegerField()),
                ("hi", models.BigIntegerField()),
                (
                    "spared",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=31), size=None
                    ),
                ),
                ("only_uncertain", models.BooleanField()),
                ("starts", models.IntegerField()),
                ("ends", models.IntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["citizen_id", "lo"], name="spared_by_citizen")],
            },
        ),
    ]
