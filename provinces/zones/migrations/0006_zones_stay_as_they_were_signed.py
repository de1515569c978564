"""A version stays as it was declared, and own zones are in effect only as one in force says.

Both were for the services alone to keep: the province's own login could have made a signed zone
graver, longer, or larger, and put one into effect that nobody had signed. To go back, drop what is
made here; no rows change.
"""

import datetime

import django.db.models.expressions
from django.db import migrations, models

from core.db.set_once import SetOnce

# One look for each statement, for zones come by the thousand. It is planned each time, and names
# the tables with their schema, for a session's search path is its own to choose. Zones of other
# provinces come as they are resolved between provinces.
SIGNED = """
CREATE FUNCTION zones_effectivezone_is_signed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    query text := 'SELECT f.reference FROM fresh f
        LEFT JOIN %1$I.zones_zone z ON z.reference = f.reference
        LEFT JOIN %1$I.zones_version v
            ON v.zone_id = z.id AND v.number = f.version AND v.state = ''in_force''';
    unsigned text := 'f.source = $1 AND (v.id IS NULL OR v.level <> f.level
        OR f.starts < floor(extract(epoch FROM v.starts_at) / 60)
        OR f.ends > greatest(f.starts,
            ceil(extract(epoch FROM least(v.ends_at, v.lifted_at)) / 60)))';
    wrong text;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        query := query || ' LEFT JOIN earlier e ON e.id = f.id';
        unsigned := unsigned || ' AND (e.source, e.reference, e.version, e.level, e.starts, e.ends)
            IS DISTINCT FROM (f.source, f.reference, f.version, f.level, f.starts, f.ends)';
    END IF;
    EXECUTE format(query || ' WHERE ' || unsigned || ' LIMIT 1', TG_TABLE_SCHEMA)
        INTO wrong USING TG_TABLE_SCHEMA;
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION 'no version in force puts zone % into effect so', wrong
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER zones_effectivezone_comes_signed AFTER INSERT ON zones_effectivezone
    REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION zones_effectivezone_is_signed();
CREATE TRIGGER zones_effectivezone_stays_signed AFTER UPDATE ON zones_effectivezone
    REFERENCING NEW TABLE AS fresh OLD TABLE AS earlier
    FOR EACH STATEMENT EXECUTE FUNCTION zones_effectivezone_is_signed();
"""

SIGNED_REVERSE = """
DROP TRIGGER zones_effectivezone_comes_signed ON zones_effectivezone;
DROP TRIGGER zones_effectivezone_stays_signed ON zones_effectivezone;
DROP FUNCTION zones_effectivezone_is_signed();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("zones", "0005_divisions_on_lists"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="version",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "ends_at__lte",
                        django.db.models.expressions.CombinedExpression(
                            models.F("starts_at"), "+", models.Value(datetime.timedelta(days=60))
                        ),
                    )
                ),
                name="a_zone_ends_in_sight",
            ),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.CheckConstraint(
                condition=models.Q(("signed_at", None), ("refused_at", None), _connector="OR"),
                name="a_version_is_signed_or_refused",
            ),
        ),
        SetOnce(
            "zones_version",
            {
                "signed_at": ["signed_by_id", "signed_unit", "state"],
                "refused_at": ["refused_by_id", "refusal", "state"],
            },
            earlier=["lifted_at"],
        ),
        migrations.RunSQL(SIGNED, SIGNED_REVERSE),
    ]
