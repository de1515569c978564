"""A reversal is proposed, signed and turned down by no office that its cause is of.

Nor is it signed by an office of whoever proposed it. Only what is done from now on is looked at. To
go back, drop the trigger: no row is changed.
"""

from django.db import migrations

# The second look at what the service computes: officials and offices, all that somebody holds.
APART = """
CREATE FUNCTION appeals_reversal_apart() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    hand integer;
    moment timestamptz;
    own text[];
    barred text[];
    involved integer[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        hand := NEW.proposed_by_id; moment := NEW.proposed_at;
    ELSIF OLD.signed_at IS NULL AND NEW.signed_at IS NOT NULL THEN
        hand := NEW.signed_by_id; moment := NEW.signed_at;
    ELSIF OLD.refused_at IS NULL AND NEW.refused_at IS NOT NULL THEN
        hand := NEW.refused_by_id; moment := NEW.refused_at;
    ELSE
        RETURN NEW;
    END IF;
    SELECT coalesce(array_agg(DISTINCT unit), '{}') INTO barred
    FROM appeals_basis b, unnest(b.units) AS unit WHERE b.cause = NEW.cause;
    SELECT coalesce(array_agg(DISTINCT official), '{}') INTO involved
    FROM appeals_basis b, unnest(b.officials) AS official WHERE b.cause = NEW.cause;
    SELECT coalesce(array_agg(o.unit::text), '{}') INTO own
    FROM jurisdictions_office o WHERE o.user_id = hand AND o.period @> moment;
    IF TG_OP = 'INSERT' THEN
        own := own || NEW.proposed_unit::text;
    ELSIF NEW.signed_at IS NOT NULL THEN
        own := own || NEW.signed_unit::text;
        SELECT barred || NEW.proposed_unit::text || coalesce(array_agg(o.unit::text), '{}')
        INTO barred
        FROM jurisdictions_office o
        WHERE o.user_id = NEW.proposed_by_id AND o.period @> moment;
    END IF;
    IF hand = ANY(involved) OR own && barred THEN
        RAISE EXCEPTION 'a reversal is decided by another office than those its cause is of'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER appeals_reversal_is_apart BEFORE INSERT OR UPDATE ON appeals_reversal
    FOR EACH ROW EXECUTE FUNCTION appeals_reversal_apart();
"""
UNDO_APART = """
DROP TRIGGER appeals_reversal_is_apart ON appeals_reversal;
DROP FUNCTION appeals_reversal_apart();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("appeals", "0006_appeals_by_post"),
        ("jurisdictions", "0009_first_seats"),
    ]

    operations = [
        migrations.RunSQL(APART, UNDO_APART),
    ]
