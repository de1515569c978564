"""A unit is written in one way by all its offices, or two signatures could come from one unit.

Offices that are there stay as they are written; to go back, the trigger is dropped.
"""

from django.db import migrations

# The table is named in full: a session may put a table of its own before it. The application
# folds more than case (`units`); this is for whoever writes past it.
ADD = """
CREATE FUNCTION jurisdictions_office_refuse_spelling() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_spelt_otherwise boolean;
BEGIN
    IF NEW.unit = '' OR NEW.unit ~ '[[:cntrl:]]'
        OR NEW.unit <> btrim(regexp_replace(normalize(NEW.unit, NFKC), '[[:space:]]+', ' ', 'g'))
    THEN
        RAISE EXCEPTION 'the unit of an office is not written as it would be compared'
            USING ERRCODE = 'check_violation';
    END IF;
    EXECUTE format('SELECT EXISTS (SELECT FROM %I.%I WHERE id <> $2 AND unit <> $1'
        ' AND lower(replace(normalize(unit, NFKC), '' '', '''')) = lower(replace($1, '' '', '''')))',
        TG_TABLE_SCHEMA, TG_TABLE_NAME) INTO is_spelt_otherwise
        USING NEW.unit, NEW.id;
    IF is_spelt_otherwise THEN
        RAISE EXCEPTION 'this unit is spelt otherwise in another office'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER jurisdictions_office_unit_is_spelt_once BEFORE INSERT OR UPDATE OF unit
    ON jurisdictions_office
    FOR EACH ROW EXECUTE FUNCTION jurisdictions_office_refuse_spelling();
"""

DROP = """
DROP TRIGGER jurisdictions_office_unit_is_spelt_once ON jurisdictions_office;
DROP FUNCTION jurisdictions_office_refuse_spelling();
"""


class Migration(migrations.Migration):
    dependencies = [("jurisdictions", "0001_areas_and_offices")]

    operations = [migrations.RunSQL(ADD, DROP)]
