from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("borders", "0002_answers_in_part_and_cases_escalated"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="held",
            name="an_entry_is_held_once",
        ),
        migrations.AddField(
            model_name="held",
            name="history",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddConstraint(
            model_name="held",
            constraint=models.UniqueConstraint(
                fields=("origin", "index", "history"), name="an_entry_is_held_once"
            ),
        ),
    ]
