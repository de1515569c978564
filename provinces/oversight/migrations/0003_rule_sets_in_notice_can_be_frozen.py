"""An auditor freezes a rule set in notice; going back leaves what was frozen withdrawn.

Frozen, a version is taken back. Nothing that says the same, but for its version, is signed as long
as the freeze stands.
"""

from django.db import migrations, models

SAYS_THE_SAME = """
CREATE FUNCTION oversight_notice_waits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM oversight_freeze f JOIN rules_ruleset r ON r.id = f.key
        WHERE f.thing = 'notice' AND f.lifted_at IS NULL
          AND r.document - 'version' = NEW.document - 'version'
          AND f.ends_at > (SELECT s.signed_at FROM rules_ruleset s WHERE s.id = NEW.ruleset_id)
    ) THEN
        RAISE EXCEPTION 'frozen by an auditor: draft % says what was in notice', NEW.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER rules_draft_waits_as_announced BEFORE UPDATE ON rules_draft
    FOR EACH ROW WHEN (OLD.state <> NEW.state AND NEW.state = 'signed')
    EXECUTE FUNCTION oversight_notice_waits();
"""
UNDO_SAYS_THE_SAME = """
DROP TRIGGER rules_draft_waits_as_announced ON rules_draft;
DROP FUNCTION oversight_notice_waits();
"""


class Migration(migrations.Migration):
    dependencies = [("oversight", "0002_misuse_and_figures")]

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
                ],
                max_length=8,
            ),
        ),
        migrations.RunSQL(SAYS_THE_SAME, UNDO_SAYS_THE_SAME),
    ]
