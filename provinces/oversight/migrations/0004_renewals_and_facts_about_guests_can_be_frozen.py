"""An auditor freezes a renewal of the programme, and what is to be told of a guest.

Nothing that says the same as a frozen renewal is signed as long as the freeze stands: the same
reason for as many days, of the same term. What is to be told of guests is the federation's, and so
is its trigger. To go back, drop the trigger: no row of another room is changed.
"""

from django.db import migrations, models

RENEWAL_WAITS = """
CREATE FUNCTION oversight_renewal_waits() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    frozen bigint;
BEGIN
    SELECT r.id INTO frozen
    FROM oversight_freeze f JOIN rules_renewal r ON r.id = f.key
    WHERE f.thing = 'renewal' AND f.lifted_at IS NULL AND f.ends_at > NEW.signed_at
      AND r.number = NEW.number AND r.because = NEW.because
      AND NEW.begins_at + r.days * interval '24 hours' = NEW.ends_at
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'frozen by an auditor: renewal %', frozen
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER rules_programmeterm_waits_for_auditor BEFORE INSERT ON rules_programmeterm
    FOR EACH ROW WHEN (NEW.signed_at IS NOT NULL)
    EXECUTE FUNCTION oversight_renewal_waits();
"""
UNDO_RENEWAL_WAITS = """
DROP TRIGGER rules_programmeterm_waits_for_auditor ON rules_programmeterm;
DROP FUNCTION oversight_renewal_waits();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("rules", "0003_programme_terms"),
        ("oversight", "0003_rule_sets_in_notice_can_be_frozen"),
    ]

    operations = [
        migrations.AlterField(
            model_name="freeze",
            name="thing",
            field=models.CharField(
                choices=[
                    ("piece", "Piece"),
                    ("zone", "Zone"),
                    ("rules", "Rules"),
                    ("notice", "Notice"),
                    ("renewal", "Renewal"),
                    ("guest", "Guest"),
                ],
                max_length=8,
            ),
        ),
        migrations.RunSQL(RENEWAL_WAITS, UNDO_RENEWAL_WAITS),
    ]
