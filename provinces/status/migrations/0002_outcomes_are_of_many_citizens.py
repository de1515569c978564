"""Tell the planner how many citizens there are among the outcomes, whatever it has seen of them.

Statistics taken while a few people had all the outcomes, as in a province's first days, say that
anybody's last outcome is near the end of the table; looking for it there reads everybody's. To go
back: RESET (n_distinct).
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("status", "0001_decisions_and_runs")]

    operations = [
        # A fifth: an outcome is kept for some weeks, in which a status changes a few times.
        migrations.RunSQL(
            "ALTER TABLE status_outcome ALTER COLUMN citizen_id SET (n_distinct = -0.2)",
            "ALTER TABLE status_outcome ALTER COLUMN citizen_id RESET (n_distinct)",
        )
    ]
