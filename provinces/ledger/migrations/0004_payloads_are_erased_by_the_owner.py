"""What was done stays as it was written; the owner of the schema alone erases it, for retention.

A look at somebody's record is told to them by its payload: whoever could delete that could look
without being seen.
"""

from django.db import migrations

from core.db.set_once import SetOnce


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_the_two_logs")]

    operations = [SetOnce("ledger_payload", {})]
