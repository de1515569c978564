"""An appeal may come by telephone. To go back, call those that did appeals at a desk."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("appeals", "0004_appeals_in_order")]

    operations = [
        migrations.RemoveConstraint(model_name="appeal", name="an_appeal_is_of_known_kinds"),
        migrations.AlterField(
            model_name="appeal",
            name="channel",
            field=models.CharField(
                choices=[
                    ("self", "Self"),
                    ("proxy", "Proxy"),
                    ("desk", "Desk"),
                    ("telephone", "Telephone"),
                ],
                max_length=9,
            ),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("channel__in", ["self", "proxy", "desk", "telephone"]),
                    ("gravity__in", ["held", "restricted"]),
                ),
                name="an_appeal_is_of_known_kinds",
            ),
        ),
    ]
