from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("exposure", "0001_exposures_and_questions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Case",
            fields=[
                ("evidence_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("citizen_id", models.IntegerField(db_index=True)),
                ("resolution", models.SmallIntegerField()),
                ("begins_at", models.DateTimeField()),
                ("started", models.IntegerField()),
                ("ended", models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="CaseStay",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("place", models.BigIntegerField()),
                ("citizen_id", models.IntegerField(db_index=True)),
                ("day", models.IntegerField(db_index=True)),
                ("started", models.IntegerField()),
                ("ended", models.IntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["place", "day"], name="cases_by_place")],
            },
        ),
    ]
