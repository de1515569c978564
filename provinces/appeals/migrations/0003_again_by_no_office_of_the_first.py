"""A second look at an appeal is by no office of who looked first: not by one joined since, either.

To go back, migrate back: the function is as it was before, and no row is changed.
"""

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION appeals_review_independent() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    barred text[];
    involved integer[];
    own text[];
BEGIN
    SELECT coalesce(array_agg(DISTINCT unit), '{}') INTO barred
    FROM appeals_basis b, unnest(b.units) AS unit WHERE b.appeal_id = NEW.appeal_id;
    SELECT coalesce(array_agg(DISTINCT official), '{}') INTO involved
    FROM appeals_basis b, unnest(b.officials) AS official WHERE b.appeal_id = NEW.appeal_id;
    SELECT involved || a.filed_by_id || c.user_id INTO involved
    FROM appeals_appeal a JOIN citizens_citizen c ON c.id = a.citizen_id
    WHERE a.id = NEW.appeal_id;
    IF NEW.level = 2 THEN
        SELECT barred || coalesce(array_agg(r.unit::text), '{}') INTO barred
        FROM appeals_review r WHERE r.appeal_id = NEW.appeal_id AND r.level = 1;
        -- AND NOW
        SELECT involved || coalesce(array_agg(r.reviewer_id), '{}') INTO involved
        FROM appeals_review r WHERE r.appeal_id = NEW.appeal_id AND r.level = 1;
    END IF;
    SELECT coalesce(array_agg(o.unit::text), '{}') || NEW.unit::text INTO own
    FROM jurisdictions_office o
    WHERE o.user_id = NEW.reviewer_id AND o.period @> NEW.assigned_at;
    IF NEW.reviewer_id = ANY(involved) OR own && barred THEN
        RAISE EXCEPTION 'an appeal is answered by another office than those it is about'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""
AND_NOW = """SELECT barred || coalesce(array_agg(o.unit::text), '{}') INTO barred
        FROM appeals_review r JOIN jurisdictions_office o ON o.user_id = r.reviewer_id
        WHERE r.appeal_id = NEW.appeal_id AND r.level = 1 AND o.period @> NEW.assigned_at;"""
MARK = "-- AND NOW"


class Migration(migrations.Migration):
    dependencies = [
        ("appeals", "0002_answered_by_others"),
    ]

    operations = [
        migrations.RunSQL(FUNCTION.replace(MARK, AND_NOW), FUNCTION),
    ]
