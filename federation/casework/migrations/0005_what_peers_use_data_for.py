from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0004_listed_purposes_only")]

    operations = [
        migrations.CreateModel(
            name="PeerPurposes",
            fields=[
                ("peer", models.CharField(max_length=31, primary_key=True, serialize=False)),
                ("index", models.BigIntegerField()),
                ("listed_at", models.DateTimeField()),
                ("edition", models.PositiveIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("purposes", models.JSONField()),
            ],
        ),
    ]
