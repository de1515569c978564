from django.db import migrations, models

from core.db.append_only import AppendOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Fork",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("peer", models.CharField(max_length=31)),
                ("log", models.CharField(max_length=5)),
                ("first", models.TextField()),
                ("second", models.TextField()),
                ("told_by", models.CharField(blank=True, max_length=31)),
                ("found_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Hint",
            fields=[
                ("peer", models.CharField(max_length=31, primary_key=True, serialize=False)),
                ("size", models.BigIntegerField(default=0)),
                ("failures", models.PositiveIntegerField(default=0)),
                ("next_try_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="ImportedBlob",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("data", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Cursor",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("peer", models.CharField(max_length=31)),
                ("log", models.CharField(max_length=5)),
                ("size", models.BigIntegerField(default=0)),
                ("root", models.BinaryField(default=bytes)),
                ("frontier", models.BinaryField(default=bytes)),
                ("note", models.TextField(blank=True)),
                ("note_size", models.BigIntegerField(default=0)),
                ("note_root", models.BinaryField(default=bytes)),
                (
                    "state",
                    models.CharField(
                        choices=[("following", "Following"), ("forked", "Forked")],
                        default="following",
                        max_length=9,
                    ),
                ),
                ("failures", models.PositiveIntegerField(default=0)),
                ("trouble", models.TextField(blank=True)),
                ("is_refused", models.BooleanField(default=False)),
                ("next_try_at", models.DateTimeField()),
                ("checked_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("peer", "log"), name="one_cursor_a_log"),
                    models.CheckConstraint(
                        condition=models.Q(("log__in", ("feed", "audit"))),
                        name="a_cursor_is_in_a_log",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("size__lte", models.F("note_size"))),
                        name="a_cursor_is_within_its_note",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Heard",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("told_by", models.CharField(max_length=31)),
                ("peer", models.CharField(max_length=31)),
                ("log", models.CharField(max_length=5)),
                ("size", models.BigIntegerField()),
                ("root", models.BinaryField(max_length=32)),
                ("heard_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("told_by", "peer", "log"), name="one_word_a_log"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Imported",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("peer", models.CharField(max_length=31)),
                ("index", models.BigIntegerField()),
                ("kind", models.CharField(max_length=40)),
                ("leaf_hash", models.BinaryField(max_length=32)),
                ("data", models.BinaryField()),
                ("imported_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("peer", "index"), name="an_entry_is_imported_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Refusal",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("peer", models.CharField(max_length=31)),
                ("log", models.CharField(blank=True, max_length=5)),
                ("code", models.CharField(max_length=20)),
                ("detail", models.TextField()),
                ("evidence", models.JSONField(default=dict)),
                ("times", models.PositiveIntegerField(default=1)),
                ("first_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["peer", "-last_at"], name="refusals_by_peer")],
            },
        ),
        migrations.CreateModel(
            name="Witnessed",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("peer", models.CharField(max_length=31)),
                ("log", models.CharField(max_length=5)),
                ("size", models.BigIntegerField()),
                ("root", models.BinaryField(max_length=32)),
                ("note", models.TextField()),
                ("line", models.TextField()),
                ("signed_at", models.DateTimeField()),
                ("posted_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("peer", "log"), name="one_cosignature_a_log")
                ],
            },
        ),
        AppendOnly("sync_fork"),
        AppendOnly("sync_imported"),
        AppendOnly("sync_importedblob"),
    ]
