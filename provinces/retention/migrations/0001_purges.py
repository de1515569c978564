from django.db import migrations, models

from core.db.append_only import AppendOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Purge",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(db_index=True, max_length=40)),
                ("made_at", models.DateTimeField()),
                ("statement", models.JSONField()),
                ("entry_id", models.BigIntegerField()),
            ],
        ),
        AppendOnly("retention_purge"),
    ]
