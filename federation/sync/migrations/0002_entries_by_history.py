from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sync", "0001_cursors_imports_and_witnesses"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="imported",
            name="an_entry_is_imported_once",
        ),
        migrations.AddField(
            model_name="cursor",
            name="history",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="imported",
            name="history",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddConstraint(
            model_name="imported",
            constraint=models.UniqueConstraint(
                fields=("peer", "index", "history"), name="an_entry_is_imported_once"
            ),
        ),
    ]
