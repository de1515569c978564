from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("zones", "0003_a_refusal_says_who_when_and_why"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="effectivezone",
            index=models.Index(
                condition=models.Q(
                    ("matched_at", None),
                    ("matched_at__lt", models.F("revised_at")),
                    ("matched_at__gt", models.F("revised_at")),
                    _connector="OR",
                ),
                fields=["id"],
                name="zones_out_of_step",
            ),
        ),
    ]
