"""A province's first offices are named once, while it has none; what services check, tables do.

To go back, drop the table: offices that were taken stay.
"""

import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models

from provinces.jurisdictions.roles import ROLES

# Tables are named in full: a session may put tables of its own before them.
WHILE_NONE = """
CREATE FUNCTION jurisdictions_firstseat_while_none() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_late boolean;
BEGIN
    IF TG_OP = 'INSERT' THEN
        EXECUTE format('SELECT EXISTS (SELECT FROM %I.jurisdictions_office)', TG_TABLE_SCHEMA)
            INTO is_late;
        IF is_late OR NEW.joined_at IS NOT NULL THEN
            RAISE EXCEPTION 'first offices are named while a province has none'
                USING ERRCODE = 'restrict_violation';
        END IF;
    ELSIF OLD.joined_at IS NOT NULL OR to_jsonb(NEW) - '{invitation_id,joined_at}'::text[]
        IS DISTINCT FROM to_jsonb(OLD) - '{invitation_id,joined_at}'::text[]
    THEN
        RAISE EXCEPTION 'a first office stays as it was named'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER jurisdictions_firstseat_is_first BEFORE INSERT OR UPDATE ON jurisdictions_firstseat
    FOR EACH ROW EXECUTE FUNCTION jurisdictions_firstseat_while_none();
"""
UNDO_WHILE_NONE = """
DROP TRIGGER jurisdictions_firstseat_is_first ON jurisdictions_firstseat;
DROP FUNCTION jurisdictions_firstseat_while_none();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_invitations"),
        ("jurisdictions", "0008_powers_of_officials_on_call"),
    ]

    operations = [
        migrations.CreateModel(
            name="FirstSeat",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(choices=[(key, key) for key in ROLES], max_length=30),
                ),
                ("unit", models.CharField(max_length=80)),
                ("period", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                ("joined_at", models.DateTimeField(null=True)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="jurisdictions.area",
                    ),
                ),
                (
                    "invitation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="first",
                        to="accounts.invitation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("role", ""), _negated=True),
                            models.Q(("unit", ""), _negated=True),
                            ("period__isempty", False),
                            ("period__startswith__isnull", False),
                            ("period__endswith__isnull", False),
                        ),
                        name="a_first_seat_is_an_office",
                    )
                ],
            },
        ),
        migrations.RunSQL(WHILE_NONE, UNDO_WHILE_NONE),
    ]
