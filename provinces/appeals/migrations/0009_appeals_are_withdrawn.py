"""An appeal may be withdrawn. To go back, call those that were ended.

Of reviews and other provinces' answers only the list of words is one: none of them is withdrawn.
"""

from django.db import migrations, models

OUTCOMES = [
    ("upheld", "Upheld"),
    ("partly", "Partly"),
    ("refused", "Refused"),
    ("ended", "Ended"),
    ("withdrawn", "Withdrawn"),
]
KEYS = [key for key, _name in OUTCOMES]


class Migration(migrations.Migration):
    dependencies = [
        ("appeals", "0008_reversals_say_where"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="appeal",
            name="an_answer_says_when_and_what",
        ),
        migrations.RemoveConstraint(
            model_name="appeal",
            name="a_second_answer_says_when_and_what",
        ),
        migrations.AlterField(
            model_name="appeal",
            name="again_outcome",
            field=models.CharField(blank=True, choices=OUTCOMES, max_length=10),
        ),
        migrations.AlterField(
            model_name="appeal",
            name="outcome",
            field=models.CharField(blank=True, choices=OUTCOMES, max_length=10),
        ),
        migrations.AlterField(
            model_name="forwarded",
            name="outcome",
            field=models.CharField(blank=True, choices=OUTCOMES, max_length=10),
        ),
        migrations.AlterField(
            model_name="review",
            name="outcome",
            field=models.CharField(blank=True, choices=OUTCOMES, max_length=10),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at", None), ("outcome", "")),
                    models.Q(("answered_at__isnull", False), ("outcome__in", KEYS)),
                    _connector="OR",
                ),
                name="an_answer_says_when_and_what",
            ),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("again_answered_at", None), ("again_outcome", "")),
                    models.Q(
                        ("again_answered_at__isnull", False),
                        ("again_at__isnull", False),
                        ("again_outcome__in", KEYS),
                    ),
                    _connector="OR",
                ),
                name="a_second_answer_says_when_and_what",
            ),
        ),
    ]
