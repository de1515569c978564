"""Apps of others are let do what is on the list alone, in the tables of the toolkit too.

Checked apart from being added, so that nobody waits: `core/db/checking.py`. Going back drops them.
"""

from django.db import migrations

from core.db.checking import AddCheckTo

LISTED = "string_to_array(scope, ' ') <@ ARRAY['code:read', 'declare:write', 'enrol:start']"


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("accounts", "0003_invitations"),
        ("oauth2_provider", "0022_refreshtoken_token_family_index"),
    ]

    operations = [
        AddCheckTo("oauth2_provider_accesstoken", "a_token_is_for_listed_purposes", LISTED),
        AddCheckTo("oauth2_provider_grant", "a_grant_is_for_listed_purposes", LISTED),
        AddCheckTo("oauth2_provider_idtoken", "an_id_is_told_for_listed_purposes", LISTED),
        AddCheckTo("oauth2_provider_devicegrant", "a_device_is_for_listed_purposes", LISTED),
    ]
