import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("accounts", "0002_what_processes_agree_on"),
    ]

    operations = [
        migrations.CreateModel(
            name="Area",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=12, unique=True)),
                ("path", models.CharField(max_length=80, unique=True)),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "Province"),
                            (2, "Prefecture"),
                            (3, "County"),
                            (4, "Community"),
                        ]
                    ),
                ),
                ("name_zh", models.CharField(max_length=80)),
                ("name_en", models.CharField(max_length=80)),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="jurisdictions.area",
                    ),
                ),
            ],
            options={
                "permissions": [
                    ("view_figures", "view_figures"),
                    ("view_person", "view_person"),
                    ("enrol_person", "enrol_person"),
                    ("declare_zone", "declare_zone"),
                    ("countersign_zone", "countersign_zone"),
                    ("countersign_large_zone", "countersign_large_zone"),
                    ("propose_evidence", "propose_evidence"),
                    ("approve_evidence", "approve_evidence"),
                    ("draft_rules", "draft_rules"),
                    ("sign_rules", "sign_rules"),
                    ("watch_runs", "watch_runs"),
                    ("start_run", "start_run"),
                    ("grant_office", "grant_office"),
                    ("manage_peers", "manage_peers"),
                    ("sign_agreements", "sign_agreements"),
                    ("answer_contest", "answer_contest"),
                    ("release_hold", "release_hold"),
                    ("hand_over", "hand_over"),
                    ("run_site", "run_site"),
                    ("review_appeal", "review_appeal"),
                    ("review_appeal_again", "review_appeal_again"),
                    ("audit", "audit"),
                ],
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        fields=["path"], name="area_by_prefix", opclasses=["varchar_pattern_ops"]
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AreaUserObjectPermission",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "content_object",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="jurisdictions.area"
                    ),
                ),
                (
                    "permission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="auth.permission"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Office",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("epidemiologist", "epidemiologist"),
                            ("reviewer", "reviewer"),
                            ("high_reviewer", "high_reviewer"),
                            ("rule_drafter", "rule_drafter"),
                            ("case_officer", "case_officer"),
                            ("federation_officer", "federation_officer"),
                            ("desk_clerk", "desk_clerk"),
                            ("site_clerk", "site_clerk"),
                            ("appeals_officer", "appeals_officer"),
                            ("high_appeals_officer", "high_appeals_officer"),
                            ("auditor", "auditor"),
                            ("administrator", "administrator"),
                        ],
                        max_length=30,
                    ),
                ),
                ("unit", models.CharField(max_length=80)),
                ("period", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                ("granted_at", models.DateTimeField()),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offices",
                        to="jurisdictions.area",
                    ),
                ),
                (
                    "granted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (
                                models.Func(
                                    "user", "user", models.Value("[]"), function="int4range"
                                ),
                                "&&",
                            ),
                            (
                                models.Func(
                                    "area", "area", models.Value("[]"), function="int4range"
                                ),
                                "&&",
                            ),
                            (
                                models.Func(
                                    models.Func("role", function="hashtext"),
                                    models.Func("role", function="hashtext"),
                                    models.Value("[]"),
                                    function="int4range",
                                ),
                                "&&",
                            ),
                            ("period", "&&"),
                        ],
                        name="an_office_is_held_once_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("period__isempty", False),
                            ("period__startswith__isnull", False),
                            ("period__endswith__isnull", False),
                        ),
                        name="an_office_has_a_beginning_and_an_end",
                    ),
                ],
            },
        ),
        migrations.AlterUniqueTogether(
            name="areauserobjectpermission",
            unique_together={("user", "permission", "content_object")},
        ),
    ]
