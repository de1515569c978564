from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0001_entries_and_payloads"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="entry",
            name="an_entry_has_a_known_event",
        ),
        migrations.AlterField(
            model_name="entry",
            name="event",
            field=models.CharField(max_length=40),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(("event__regex", "^[a-z]+\\.[a-z_]+$")),
                name="an_entry_names_an_event",
            ),
        ),
    ]
