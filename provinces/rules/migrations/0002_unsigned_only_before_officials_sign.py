"""An unsigned version is refused once a signed one is there, whoever writes it.

Nothing that is stored changes; to go back, the trigger is dropped.
"""

from django.db import migrations

# The table is named in full: a session may put a table of its own before it.
ADD = """
CREATE FUNCTION rules_ruleset_refuse_unsigned() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    are_signed boolean;
BEGIN
    EXECUTE format('SELECT EXISTS (SELECT FROM %I.%I WHERE signed_by_id IS NOT NULL)',
                   TG_TABLE_SCHEMA, TG_TABLE_NAME) INTO are_signed;
    IF are_signed THEN
        RAISE EXCEPTION 'the officials of this province sign its rule sets'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER rules_ruleset_unsigned_come_first BEFORE INSERT ON rules_ruleset
    FOR EACH ROW WHEN (NEW.signed_by_id IS NULL)
    EXECUTE FUNCTION rules_ruleset_refuse_unsigned();
"""

DROP = """
DROP TRIGGER rules_ruleset_unsigned_come_first ON rules_ruleset;
DROP FUNCTION rules_ruleset_refuse_unsigned();
"""


class Migration(migrations.Migration):
    dependencies = [("rules", "0001_rulesets")]

    operations = [migrations.RunSQL(ADD, DROP)]
