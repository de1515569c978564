"""Nobody gets an office, or loses one, by one hand: what services check, the tables check too.

Units are compared as both officials hold them when it is decided, suspended offices included. To
go back, drop the triggers: no row is changed.
"""

from django.db import migrations

from core.db.set_once import SetOnce

BY_TWO = """
CREATE FUNCTION jurisdictions_change_by_two() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    first text[];
    own text[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'awaiting' OR NOT EXISTS (
            SELECT FROM jurisdictions_office o
            WHERE o.user_id = NEW.proposed_by_id AND o.unit = NEW.proposed_unit
                AND o.period @> NEW.proposed_at AND o.suspended_at IS NULL)
        THEN
            RAISE EXCEPTION 'a change begins as a proposal of somebody in office'
                USING ERRCODE = 'restrict_violation';
        END IF;
    ELSIF OLD.state = 'awaiting' AND NEW.state IN ('signed', 'refused') THEN
        SELECT coalesce(array_agg(o.unit::text), '{}') || NEW.proposed_unit::text INTO first
        FROM jurisdictions_office o
        WHERE o.user_id = NEW.proposed_by_id AND o.period @> NEW.decided_at;
        SELECT coalesce(array_agg(o.unit::text), '{}') INTO own
        FROM jurisdictions_office o
        WHERE o.user_id = NEW.decided_by_id AND o.period @> NEW.decided_at;
        IF own && first OR NOT NEW.decided_unit::text = ANY(own) THEN
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
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.change_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM jurisdictions_change c
            WHERE c.id = NEW.change_id AND c.state = 'signed'
                AND c.kind IN ('grant', 'hand_over', 'invite')
                AND NEW.user_id = CASE c.kind WHEN 'hand_over' THEN c.successor_id
                    ELSE c.subject_id END
                AND c.area_id = NEW.area_id AND c.role = NEW.role
                AND c.period @> NEW.period)
        THEN
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
