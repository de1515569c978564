from django.db import migrations, models

from core.db.append_only import AppendOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(unique=True)),
                ("document", models.TextField()),
                ("taken_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="ExpiryWarning",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", models.CharField(max_length=120)),
                ("days", models.PositiveSmallIntegerField()),
                ("expires_at", models.DateTimeField()),
                ("warned_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("what", "days", "expires_at"), name="an_expiry_is_warned_of_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Nonce",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("peer", models.CharField(max_length=31)),
                ("nonce", models.CharField(max_length=64)),
                ("expires_at", models.DateTimeField(db_index=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("peer", "nonce"), name="a_nonce_is_used_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Peer",
            fields=[
                ("slug", models.CharField(max_length=31, primary_key=True, serialize=False)),
                ("url", models.CharField(max_length=300)),
                (
                    "state",
                    models.CharField(
                        choices=[("active", "Active"), ("suspended", "Suspended")],
                        default="active",
                        max_length=10,
                    ),
                ),
                ("suspended_because", models.CharField(blank=True, max_length=400)),
                ("suspended_by", models.CharField(blank=True, max_length=80)),
                ("suspended_at", models.DateTimeField(blank=True, null=True)),
                ("version_spoken", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("last_heard_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state", "active"),
                                ("suspended_at", None),
                                ("suspended_because", ""),
                                ("suspended_by", ""),
                            ),
                            models.Q(
                                ("state", "suspended"),
                                ("suspended_at__isnull", False),
                                models.Q(("suspended_because", ""), _negated=True),
                                models.Q(("suspended_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_suspension_says_who_when_and_why",
                    )
                ],
            },
        ),
        AppendOnly("peers_membership"),
    ]
