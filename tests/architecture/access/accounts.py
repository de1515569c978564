"""Pages of signing in, and of what one signs in with: everybody's own, and nobody else's."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator

from provinces.citizens.models import Citizen
from provinces.presence import queries as presences
from provinces.presence import services as presence
from tests.architecture.access.rows import row
from tests.cast import NOW
from tests.factories import channels


def a_passkey_of_eves(eve: Citizen) -> dict[str, Any]:
    """A passkey that one citizen has set up."""
    data = {"name": "my phone", "credential": {}}
    kind = Authenticator.Type.WEBAUTHN
    assert eve.user
    return {"pk": Authenticator.objects.create(user=eve.user, type=kind, data=data).pk}


def a_phone_of_eves(eve: Citizen) -> dict[str, Any]:
    """A phone that one citizen has paired."""
    presence.pair_device(eve, now=NOW)
    return {"device": presences.devices_of(eve).get().pk}


def an_app_of_eves(eve: Citizen) -> dict[str, Any]:
    """An app that one citizen lets act for them."""
    app = channels.app()
    channels.token(eve, app)
    return {"app": app.pk}


# fmt: off
ROWS = [
    #                              anonymous foreigner powerless stranger official citizen other
    row("account_login", "GET",       "200      200      200      200      200      200     200"),
    row("account_login", "POST",      "200      200      200      200      200      200     200"),
    row("account_logout", "POST",     "302      302      302      302      302      302     302"),
    # Nothing but JSON for the page's own script is told; others are led to the page.
    row("mfa_login_webauthn", "GET",  "302      302      302      302      302      302     302"),
    row("mfa_login_webauthn", "POST", "302      302      302      302      302      302     302"),
    # Only between the password and the second step.
    row("mfa_authenticate", "GET",    "302      302      302      302      302      302     302"),
    row("mfa_authenticate", "POST",   "302      302      302      302      302      302     302"),
    row("account_reauthenticate", "GET", "sign-in sign-in 200     200      200      200     200"),
    row("account_reauthenticate", "POST", "sign-in sign-in 200    200      200      200     200"),
    # Nobody here has an authenticator; they are led to confirm by their password.
    row("mfa_reauthenticate", "GET",  "sign-in  sign-in  302      302      302      302     302"),
    row("mfa_reauthenticate", "POST", "sign-in  sign-in  302      302      302      302     302"),
    row("mfa_reauthenticate_webauthn", "GET", "sign-in sign-in 302 302     302      302     302"),
    row("mfa_reauthenticate_webauthn", "POST", "sign-in sign-in 302 302    302      302     302"),
    row("mfa_index", "GET",           "sign-in  sign-in  200      200      200      200     200"),
    row("account_change_password", "GET", "sign-in sign-in 200    200      200      200     200"),
    row("account_change_password", "POST", "sign-in sign-in 200   200      200      200     200"),
    # They have a password, and are led to change it.
    row("account_set_password", "GET", "sign-in sign-in  302      302      302      302     302"),
    row("account_set_password", "POST", "sign-in sign-in 302      302      302      302     302"),
    row("usersessions_list", "GET",   "sign-in  sign-in  200      200      200      200     200"),
    row("usersessions_list", "POST",  "sign-in  sign-in  302      302      302      302     302"),
    row("mfa_add_webauthn", "GET",    "sign-in  sign-in  200      200      200      200     200"),
    row("mfa_add_webauthn", "POST",   "sign-in  sign-in  200      200      200      200     200"),
    row("mfa_edit_webauthn", "GET",   "sign-in  sign-in  404      404      404      302     404",
        about=a_passkey_of_eves),
    row("mfa_edit_webauthn", "POST",  "sign-in  sign-in  404      404      404      302     404",
        about=a_passkey_of_eves, name="x"),
    row("mfa_remove_webauthn", "GET", "sign-in  sign-in  404      404      404      302     404",
        about=a_passkey_of_eves),
    row("mfa_remove_webauthn", "POST", "sign-in sign-in  404      404      404      302     404",
        about=a_passkey_of_eves),
    row("mfa_activate_totp", "GET",   "sign-in  sign-in  200      200      200      200     200"),
    row("mfa_activate_totp", "POST",  "sign-in  sign-in  200      200      200      200     200"),
    row("mfa_deactivate_totp", "GET", "sign-in  sign-in  404      404      404      404     404"),
    row("mfa_deactivate_totp", "POST", "sign-in sign-in  404      404      404      404     404"),
    row("mfa_view_recovery_codes", "GET", "sign-in sign-in 404    404      404      404     404"),
    row("mfa_generate_recovery_codes", "GET", "sign-in sign-in 200 200     200      200     200"),
    row("mfa_generate_recovery_codes", "POST", "sign-in sign-in 200 200    200      200     200"),
    row("portal:devices", "GET",      "sign-in  sign-in  403      403      403      200     200"),
    row("portal:devices", "POST",     "sign-in  sign-in  403      403      403      200     200",
        name="my phone"),
    row("portal:unpair", "POST",      "sign-in  sign-in  403      403      403      302     404",
        about=a_phone_of_eves),
    row("portal:channels", "GET",     "sign-in  sign-in  403      403      403      200     200"),
    # Without saying which app asks, and for what.
    row("portal:channel-authorize", "GET", "sign-in sign-in 403   403      403      400     400"),
    row("portal:channel-authorize", "POST", "sign-in sign-in 403  403      403      400     400"),
    row("portal:channel-token", "POST", "400    400      400      400      400      400     400"),
    row("portal:channel-give-back", "POST", "400 400     400      400      400      400     400"),
    row("portal:channel-withdraw", "POST", "sign-in sign-in 403   403      403      302     404",
        about=an_app_of_eves),
]
# fmt: on
