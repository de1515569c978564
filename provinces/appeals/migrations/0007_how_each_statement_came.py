"""A statement says how it came: a letter may join what its person has filed themselves.

Of those of before it is not known, and nothing is said.
"""

from django.db import migrations, models

CHANNELS = [
    ("self", "Self"),
    ("proxy", "Proxy"),
    ("desk", "Desk"),
    ("telephone", "Telephone"),
    ("mail", "Mail"),
]


class Migration(migrations.Migration):
    dependencies = [("appeals", "0006_appeals_by_post")]

    operations = [
        migrations.AddField(
            model_name="statement",
            name="channel",
            field=models.CharField(blank=True, choices=CHANNELS, default="", max_length=9),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("channel__in", ["", "self", "proxy", "desk", "telephone", "mail"])
                ),
                name="a_statement_came_by_a_known_way",
            ),
        ),
    ]
