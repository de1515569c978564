from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0001_pieces_of_evidence"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="evidence",
            index=models.Index(
                condition=models.Q(("evidence_class__in", ["asymptomatic_case", "confirmed_case"])),
                fields=["expires_at"],
                name="cases_by_expiry",
            ),
        ),
    ]
