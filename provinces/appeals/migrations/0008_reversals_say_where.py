"""A reversal says in which area all live whom it concerns; of those of before it is not known.

To go back, migrate back: nothing else is lost.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("appeals", "0007_reversals_by_none_concerned"),
        ("jurisdictions", "0009_first_seats"),
    ]

    operations = [
        migrations.AddField(
            model_name="reversal",
            name="area",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="jurisdictions.area",
            ),
        ),
    ]
