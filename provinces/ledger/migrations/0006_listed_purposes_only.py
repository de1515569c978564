"""Whoever looks at somebody's record says what for, and only what is on the list.

Checked apart from being added, so that nobody waits: `core/db/checking.py`. Going back drops them.
"""

from django.db import migrations, models
from django.db.models.fields.json import KT
from django.db.models.lookups import In

from core.db.checking import AddCheck

READS = [
    "care", "tracing", "desk", "appeal", "correction", "oversight", "sampling", "order_visit",
    "order_supply", "evidence",
]  # fmt: skip


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("ledger", "0005_find_what_somebody_did")]

    operations = [
        AddCheck(
            "payload",
            models.CheckConstraint(
                name="a_look_is_for_a_listed_purpose",
                condition=In(KT("body__purpose"), READS),
            ),
        ),
    ]
