"""What was decided stays, and what is shown is what was decided.

Statements are looked at once each, whatever number of rows they write: a night publishes hundreds
of thousands. They are planned each time, for the plan for one row would do for none of those; and
the tables are named with their schema, for a session's search path is its own to choose.
"""

import datetime

import django.db.models.expressions
from django.db import migrations, models

SHOWN = """
CREATE FUNCTION status_current_is_decided() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    query text := 'SELECT f.citizen_id FROM fresh f
        LEFT JOIN %1$I.status_decision d ON d.id = f.decision_id
        LEFT JOIN %1$I.status_outcome o ON o.decision_id = f.decision_id';
    -- When what is shown is to be looked at again, is set as grounds end; nothing follows from it.
    shown text := '(d.as_of, o.citizen_id, o.status, o.since, o.until, o.outlook, o.grounds)
        IS DISTINCT FROM
        (f.as_of, f.citizen_id, f.status, f.since, f.until, f.outlook, f.grounds)';
    wrong integer;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        query := query || ' LEFT JOIN earlier e ON e.citizen_id = f.citizen_id';
        shown := shown || ' AND (e.decision_id, e.as_of, e.citizen_id, e.status, e.since, e.until,
            e.outlook, e.grounds) IS DISTINCT FROM (f.decision_id, f.as_of, f.citizen_id, f.status,
            f.since, f.until, f.outlook, f.grounds)';
    END IF;
    EXECUTE format(query || ' WHERE ' || shown || ' LIMIT 1', TG_TABLE_SCHEMA) INTO wrong;
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION 'the status of % is not what was decided', wrong
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER status_current_comes_decided AFTER INSERT ON status_current
    REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION status_current_is_decided();
CREATE TRIGGER status_current_stays_decided AFTER UPDATE ON status_current
    REFERENCING NEW TABLE AS fresh OLD TABLE AS earlier
    FOR EACH STATEMENT EXECUTE FUNCTION status_current_is_decided();
"""

SHOWN_REVERSE = """
DROP TRIGGER status_current_comes_decided ON status_current;
DROP TRIGGER status_current_stays_decided ON status_current;
DROP FUNCTION status_current_is_decided();
"""

# Of a run that is not published yet, and of one that was given up, nothing was ever shown.
KEPT = """
CREATE FUNCTION status_outcome_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % stay as they are', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE FUNCTION status_outcome_stay() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    shown bigint;
BEGIN
    IF current_user
       = (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = TG_RELID) THEN
        RETURN NULL;
    END IF;
    EXECUTE format('SELECT g.decision_id FROM gone g
        LEFT JOIN %1$I.status_decision d ON d.id = g.decision_id
        LEFT JOIN %1$I.status_run r ON r.id = d.run_id
        LEFT JOIN %1$I.status_current c
            ON c.citizen_id = g.citizen_id AND c.decision_id = g.decision_id
        WHERE r.state IS NULL OR r.state = ''published'' OR c.citizen_id IS NOT NULL LIMIT 1',
        TG_TABLE_SCHEMA) INTO shown;
    IF shown IS NOT NULL THEN
        RAISE EXCEPTION 'rows of % that were shown are deleted by retention only', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER status_outcome_rows_keep BEFORE UPDATE ON status_outcome
    FOR EACH STATEMENT EXECUTE FUNCTION status_outcome_keep();
CREATE TRIGGER status_outcome_rows_stay AFTER DELETE ON status_outcome
    REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION status_outcome_stay();
"""

KEPT_REVERSE = """
DROP TRIGGER status_outcome_rows_keep ON status_outcome;
DROP TRIGGER status_outcome_rows_stay ON status_outcome;
DROP FUNCTION status_outcome_keep();
DROP FUNCTION status_outcome_stay();
"""

# Else one that was published could be said to be running, and its outcomes be deleted.
ENDED = """
CREATE FUNCTION status_run_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'running' THEN
        RETURN coalesce(NEW, OLD);
    END IF;
    RAISE EXCEPTION 'a run that is over stays as it is'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER status_run_rows_stay BEFORE UPDATE OR DELETE ON status_run
    FOR EACH ROW EXECUTE FUNCTION status_run_stay();
"""

ENDED_REVERSE = """
DROP TRIGGER status_run_rows_stay ON status_run;
DROP FUNCTION status_run_stay();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("citizens", "0001_citizens_and_marks"),
        ("status", "0002_outcomes_are_of_many_citizens"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="current",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until", None),
                    (
                        "until__lte",
                        django.db.models.expressions.CombinedExpression(
                            models.F("as_of"), "+", models.Value(datetime.timedelta(days=90))
                        ),
                    ),
                    _connector="OR",
                ),
                name="a_status_ends_with_its_rule_set",
            ),
        ),
        migrations.RunSQL(SHOWN, SHOWN_REVERSE),
        migrations.RunSQL(KEPT, KEPT_REVERSE),
        migrations.RunSQL(ENDED, ENDED_REVERSE),
    ]
