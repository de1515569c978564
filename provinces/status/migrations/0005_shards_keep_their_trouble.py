"""A shard keeps how often it was tried, and what of the last try failed.

What is stored has not been counted yet; to go back, the columns are dropped.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("status", "0004_drafts_are_tried")]

    operations = [
        migrations.AddField(
            model_name="shard",
            name="tries",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="shard",
            name="failed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="shard",
            name="trouble",
            field=models.CharField(blank=True, max_length=200),
        ),
    ]
