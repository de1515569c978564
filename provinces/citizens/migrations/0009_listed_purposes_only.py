"""Records are opened, codes asked for and consents given for what is on the list alone.

Checked apart from being added, so that nobody waits: `core/db/checking.py`. Going back drops them.
"""

from django.db import migrations, models

from core.db.checking import AddCheck

READS = [
    "care", "tracing", "desk", "appeal", "correction", "oversight", "sampling", "order_visit",
    "order_supply", "evidence",
]  # fmt: skip
MANDATES = [
    "show_code", "see_details", "book", "declare", "appeal",
]  # fmt: skip
CONSENTS = ["identity", "residence", "birth_year", "contact", "places"]


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("citizens", "0008_callers_prove_themselves")]

    operations = [
        AddCheck(
            "admission",
            models.CheckConstraint(
                name="a_consent_is_asked_for_a_listed_purpose",
                condition=models.Q(purpose__in=READS),
            ),
        ),
        AddCheck(
            "emergency",
            models.CheckConstraint(
                name="an_emergency_is_for_a_listed_purpose",
                condition=models.Q(purpose__in=READS),
            ),
        ),
        AddCheck(
            "export",
            models.CheckConstraint(
                name="an_export_is_for_a_listed_purpose",
                condition=models.Q(purpose__in=READS),
            ),
        ),
        AddCheck(
            "challenge",
            models.CheckConstraint(
                name="a_code_is_for_a_listed_purpose",
                condition=models.Q(purpose__in=["account", "mandate", "letter", "telephone"]),
            ),
        ),
        AddCheck(
            "consent",
            models.CheckConstraint(
                name="a_consent_is_for_a_listed_purpose",
                condition=models.Q(item__in=CONSENTS),
            ),
        ),
        AddCheck(
            "mandate",
            models.CheckConstraint(
                name="a_mandate_is_for_listed_purposes",
                condition=models.Q(scopes__contained_by=MANDATES),
            ),
        ),
        AddCheck(
            "mandateuse",
            models.CheckConstraint(
                name="a_mandate_is_used_for_a_listed_purpose",
                condition=models.Q(scope__in=MANDATES),
            ),
        ),
    ]
