"""Provinces write to each other about people for what is on the list alone.

Checked apart from being added, so that nobody waits: `core/db/checking.py`. Going back drops them.
"""

from django.db import migrations, models

from core.db.checking import AddCheck

SHARES = [
    "test_result", "case", "contact", "checkin_prompt", "appeal", "correction", "contest",
    "answer", "handover_offer", "handover_accept", "handover_refuse", "handover_done",
    "withdrawal", "acknowledgement",
]  # fmt: skip


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("casework", "0003_two_offices_tell_of_a_guest")]

    operations = [
        AddCheck(
            "incoming",
            models.CheckConstraint(
                name="a_message_taken_is_for_a_listed_purpose",
                condition=models.Q(message_class__in=SHARES),
            ),
        ),
        AddCheck(
            "outgoing",
            models.CheckConstraint(
                name="a_message_is_for_a_listed_purpose",
                condition=models.Q(message_class__in=SHARES),
            ),
        ),
    ]
