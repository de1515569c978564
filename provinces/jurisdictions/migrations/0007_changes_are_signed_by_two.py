"""Nobody gets an office, or loses one, by one hand: what services check, the tables check too.

Units are compared as both officials hold them when it is decided, suspended offices included. To
go back, drop the triggers: no row is changed.
"""

from django.db import migrations

from core.db.set_once import SetOnce

# Tables are named in full: a session may put tables of its own before them.
BY_TWO = """
CREATE FUNCTION jurisdictions_change_by_two() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_held boolean;
    first text[];
    own text[];
    units CONSTANT text := format(
        'SELECT coalesce(array_agg(unit::text), ARRAY[]::text[]) FROM %I.jurisdictions_office'
        ' WHERE user_id = $1 AND period @> $2', TG_TABLE_SCHEMA);
BEGIN
    IF TG_OP = 'INSERT' THEN
        EXECUTE format('SELECT EXISTS (SELECT FROM %I.jurisdictions_office WHERE user_id = $1'
            ' AND unit = $2 AND period @> $3 AND suspended_at IS NULL)', TG_TABLE_SCHEMA)
            INTO is_held USING NEW.proposed_by_id, NEW.proposed_unit, NEW.proposed_at;
        IF NEW.state <> 'awaiting' OR NOT is_held THEN
            RAISE EXCEPTION 'a change begins as a proposal of somebody in office'
                USING ERRCODE = 'restrict_violation';
        END IF;
    ELSIF OLD.state = 'awaiting' AND NEW.state IN ('signed', 'refused') THEN
        EXECUTE units INTO first USING NEW.proposed_by_id, NEW.decided_at;
        EXECUTE units INTO own USING NEW.decided_by_id, NEW.decided_at;
        IF own && (first || NEW.proposed_unit::text) OR NOT NEW.decided_unit::text = ANY(own) THEN
            RAISE EXCEPTION 'a change is decided in another unit than it was proposed in'
                USING ERRCODE = 'restrict_violation';
        END IF;
        IF NEW.decided_at >= NEW.expires_at THEN
            RAISE EXCEPTION 'the time of this change is over'
                USING ERRCODE = 'restrict_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER jurisdictions_change_is_by_two BEFORE INSERT OR UPDATE ON jurisdictions_change
    FOR EACH ROW EXECUTE FUNCTION jurisdictions_change_by_two();

CREATE FUNCTION jurisdictions_office_as_signed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_signed boolean;
BEGIN
    IF TG_OP = 'INSERT' THEN
        EXECUTE format('SELECT EXISTS (SELECT FROM %I.jurisdictions_change WHERE id = $1'
            ' AND state = ''signed'' AND kind IN (''grant'', ''hand_over'', ''invite'')'
            ' AND $2 = CASE kind WHEN ''hand_over'' THEN successor_id ELSE subject_id END'
            ' AND area_id = $3 AND role = $4 AND period @> $5)', TG_TABLE_SCHEMA)
            INTO is_signed USING NEW.change_id, NEW.user_id, NEW.area_id, NEW.role, NEW.period;
        IF NEW.change_id IS NOT NULL AND NOT is_signed THEN
            RAISE EXCEPTION 'this office is not what two have signed'
                USING ERRCODE = 'restrict_violation';
        END IF;
    ELSIF NEW.user_id <> OLD.user_id OR NEW.area_id <> OLD.area_id OR NEW.role <> OLD.role
        OR NOT OLD.period @> NEW.period OR NEW.change_id IS DISTINCT FROM OLD.change_id
    THEN
        RAISE EXCEPTION 'an office is ended or suspended, and not made into another or longer'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER jurisdictions_office_is_as_signed BEFORE INSERT OR UPDATE ON jurisdictions_office
    FOR EACH ROW EXECUTE FUNCTION jurisdictions_office_as_signed();
"""
UNDO_BY_TWO = """
DROP TRIGGER jurisdictions_change_is_by_two ON jurisdictions_change;
DROP FUNCTION jurisdictions_change_by_two();
DROP TRIGGER jurisdictions_office_is_as_signed ON jurisdictions_office;
DROP FUNCTION jurisdictions_office_as_signed();
"""


class Migration(migrations.Migration):
    dependencies = [("jurisdictions", "0006_changes_of_offices")]

    operations = [
        SetOnce(
            "jurisdictions_change",
            {
                "decided_at": ["state", "decided_by_id", "decided_unit", "refused_because"],
                "joined_at": ["subject_id"],
            },
        ),
        SetOnce("jurisdictions_controller", {"since": []}),
        migrations.RunSQL(BY_TWO, UNDO_BY_TWO),
    ]
