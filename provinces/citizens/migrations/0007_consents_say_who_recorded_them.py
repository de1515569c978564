"""A consent says how it was made sure that the person wants it.

Those given so far were given by the people themselves; going back forgets who recorded the others.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("citizens", "0006_marks_are_lifted_by_two")]

    operations = [
        migrations.AddField(
            model_name="consent",
            name="verified_by",
            field=models.CharField(
                choices=[
                    ("subject", "subject"),
                    ("code", "code"),
                    ("registry", "registry"),
                    ("desk", "desk"),
                ],
                default="subject",
                max_length=8,
            ),
        ),
    ]
