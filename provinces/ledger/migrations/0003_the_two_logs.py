from django.db import migrations, models

from core.db.append_only import AppendOnly

# One statement more for each that adds entries, however many. What is there already is queued by
# the migration itself.
QUEUE = """
CREATE FUNCTION ledger_queue() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ledger_unsealed (log, entry_id, queued_at)
        SELECT TG_ARGV[0], id, clock_timestamp() FROM fresh;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_entry_is_queued AFTER INSERT ON ledger_entry
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION ledger_queue('audit');
CREATE TRIGGER ledger_feedentry_is_queued AFTER INSERT ON ledger_feedentry
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION ledger_queue('feed');
INSERT INTO ledger_unsealed (log, entry_id, queued_at)
    SELECT 'audit', id, clock_timestamp() FROM ledger_entry;
"""

UNQUEUE = """
DROP TRIGGER ledger_entry_is_queued ON ledger_entry;
DROP TRIGGER ledger_feedentry_is_queued ON ledger_feedentry;
DROP FUNCTION ledger_queue();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0002_any_event_by_its_shape"),
    ]

    operations = [
        migrations.CreateModel(
            name="Blob",
            fields=[
                ("sha256", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("content", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="HashTile",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "log",
                        "level",
                        "number",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "log",
                    models.CharField(choices=[("feed", "Feed"), ("audit", "Audit")], max_length=5),
                ),
                ("level", models.PositiveSmallIntegerField()),
                ("number", models.BigIntegerField()),
                ("hashes", models.BinaryField(max_length=8192)),
                ("root", models.BinaryField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name="Unsealed",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "log",
                        "entry_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "log",
                    models.CharField(choices=[("feed", "Feed"), ("audit", "Audit")], max_length=5),
                ),
                ("entry_id", models.BigIntegerField()),
                ("queued_at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="Cosignature",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "log",
                    models.CharField(choices=[("feed", "Feed"), ("audit", "Audit")], max_length=5),
                ),
                ("size", models.BigIntegerField()),
                ("witness", models.CharField(max_length=80)),
                ("line", models.TextField()),
                ("taken_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("log", "size", "witness"), name="a_witness_cosigns_a_size_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FeedEntry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=40)),
                ("published_at", models.DateTimeField()),
                ("data", models.BinaryField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__regex", "^[a-z]+(\\.[a-z_]+)?$")),
                        name="a_feed_entry_names_a_kind",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Leaf",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "log",
                        "index",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "log",
                    models.CharField(choices=[("feed", "Feed"), ("audit", "Audit")], max_length=5),
                ),
                ("index", models.BigIntegerField()),
                ("entry_id", models.BigIntegerField()),
                ("hash", models.BinaryField(max_length=32)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("log", "entry_id"), name="an_entry_is_sealed_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TreeHead",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "log",
                    models.CharField(choices=[("feed", "Feed"), ("audit", "Audit")], max_length=5),
                ),
                ("size", models.BigIntegerField()),
                ("root", models.BinaryField(max_length=32)),
                ("peaks", models.BinaryField()),
                ("note", models.TextField()),
                ("signed_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["log", "id"], name="heads_by_log")],
            },
        ),
        migrations.RunSQL(QUEUE, UNQUEUE),
        AppendOnly("ledger_feedentry"),
        AppendOnly("ledger_blob"),
        AppendOnly("ledger_leaf"),
        AppendOnly("ledger_hashtile"),
        AppendOnly("ledger_treehead"),
        AppendOnly("ledger_cosignature"),
    ]
