import django.db.models.deletion
import django_tenants.postgresql_backend.base
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Province",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "schema_name",
                    models.CharField(
                        db_index=True,
                        max_length=63,
                        unique=True,
                        validators=[django_tenants.postgresql_backend.base._check_schema_name],
                    ),
                ),
                ("name_zh", models.CharField(max_length=60)),
                ("name_en", models.CharField(max_length=60)),
                ("division_code", models.CharField(blank=True, max_length=12)),
                ("time_zone", models.CharField(default="Asia/Shanghai", max_length=60)),
                ("host", models.CharField(blank=True, max_length=200)),
                ("port", models.PositiveIntegerField(blank=True, null=True)),
                ("database", models.CharField(blank=True, max_length=63)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("database", ""), ("host", ""), ("port", None)),
                            models.Q(
                                models.Q(("host", ""), _negated=True),
                                ("port__isnull", False),
                                models.Q(("database", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_host_comes_with_its_port_and_database",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Domain",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("domain", models.CharField(db_index=True, max_length=253, unique=True)),
                ("is_primary", models.BooleanField(db_index=True, default=True)),
                (
                    "tenant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="domains",
                        to="tenancy.province",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
    ]
