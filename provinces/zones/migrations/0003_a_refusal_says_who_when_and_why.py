import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("zones", "0002_index_ranges_with_spgist"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="version",
            name="refusal",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="version",
            name="refused_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="version",
            name="refused_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("state", "refused"), _negated=True),
                        ("refusal", ""),
                        ("refused_at", None),
                        ("refused_by", None),
                    ),
                    models.Q(
                        ("refused_at__isnull", False),
                        ("refused_by__isnull", False),
                        ("state", "refused"),
                        models.Q(("refusal", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_refusal_says_who_when_and_why",
            ),
        ),
    ]
