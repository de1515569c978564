from django.db import migrations, models

from core.db.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("peers", "0001_membership_and_peers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Restored",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("peer", models.CharField(max_length=31)),
                ("log", models.CharField(max_length=5)),
                ("history", models.PositiveSmallIntegerField()),
                ("size", models.BigIntegerField()),
                ("root", models.BinaryField(max_length=32)),
                ("said_at", models.DateTimeField()),
                ("document", models.TextField()),
                ("digest", models.CharField(max_length=64)),
                ("note", models.TextField(blank=True)),
                ("line", models.TextField(blank=True)),
                ("read", models.BigIntegerField(default=0)),
                ("read_root", models.BinaryField(default=bytes, max_length=32)),
                ("taken_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("peer", "log", "history"), name="a_history_begins_once"
                    )
                ],
            },
        ),
        AppendOnly("peers_restored"),
    ]
