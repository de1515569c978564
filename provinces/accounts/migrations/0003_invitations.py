from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_what_processes_agree_on"),
    ]

    operations = [
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("full_name", models.CharField(blank=True, max_length=80)),
                ("language", models.CharField(default="zh-hans", max_length=10)),
                ("username", models.CharField(max_length=80, unique=True)),
                ("code", models.CharField(blank=True, max_length=200)),
                ("link", models.BinaryField(max_length=32, null=True, unique=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("expires_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("link", None), ("expires_at__isnull", False), _connector="OR"
                        ),
                        name="a_link_expires",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_at", None),
                            models.Q(("code", ""), ("full_name", ""), ("link", None)),
                            _connector="OR",
                        ),
                        name="nobody_is_named_by_an_invitation_that_is_closed",
                    ),
                ],
            },
        ),
    ]
