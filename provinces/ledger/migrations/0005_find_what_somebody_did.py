from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0004_payloads_are_erased_by_the_owner"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="payload",
            index=models.Index(
                condition=models.Q(("by", ""), _negated=True),
                fields=["by", "entry"],
                name="payloads_by_whom",
            ),
        ),
    ]
