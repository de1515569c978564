"""How people sign in: django-allauth's settings, and its own kept as narrow as they go."""

import os

# Names are given by a desk or at enrolment: nobody opens an account for themselves here, nobody is
# asked for an e-mail address, and no password is reset by what others may know.
ACCOUNT_ADAPTER = "provinces.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_PRESERVE_USERNAME_CASING = True
ACCOUNT_AUTHENTICATED_LOGIN_REDIRECTS = False
# As long as SESSION_COOKIE_AGE, whatever the browser does.
ACCOUNT_SESSION_REMEMBER = True
# The session in which a password is changed stays; all others end.
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
# Seconds for which a confirmation of who one is holds for sensitive acts.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
# Seconds to come up with the second factor after the first.
ACCOUNT_LOGIN_TIMEOUT = 900
# How often, within how long, per network address, user, or name that is tried. NIST SP 800-63B
# 5.2.2 allows up to 100 failures in a row; a person who mistypes needs a handful.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/300s/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
}

MFA_ADAPTER = "provinces.accounts.adapters.AuthenticatorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "add_webauthn": "provinces.accounts.forms.NewPasskey",
    "login_webauthn": "provinces.accounts.forms.Passkey",
}
# Recovery codes are shown when they are made, and never again.
MFA_RECOVERY_CODES_SHOW_ONCE = True
# Half minutes for which a code counts before and after its own (RFC 6238, 5.2: one at most).
MFA_TOTP_TOLERANCE = 1
MFA_RATE_LIMITS = {"webauthn_login": "30/m/ip"}
MFA_WEBAUTHN_USER_VERIFICATION = "preferred"

# One row a session, written at sign-in and not at each request.
USERSESSIONS_TRACK_ACTIVITY = False

# How many proxies of ours stand before the web server, each adding to X-Forwarded-For; with none,
# the network address is the connection's own.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TRUSTED_PROXIES", "0"))

AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "provinces.accounts.passwords.LongEnough",
        # NIST SP 800-63B (revision 4), 3.1.1.2: where a password may be the only factor.
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "full_name"]},
    },
]

# Apps of others, by django-oauth-toolkit: the authorisation code with PKCE and nothing else.
OAUTH2_PROVIDER = {
    "OAUTH2_VALIDATOR_CLASS": "provinces.accounts.channel_rules.Rules",
    "SCOPES": {"code:read": "", "declare:write": "", "enrol:start": ""},
    "DEFAULT_SCOPES": [],
    "PKCE_REQUIRED": True,
    "AUTHORIZATION_CODE_EXPIRE_SECONDS": 60,
    "ACCESS_TOKEN_EXPIRE_SECONDS": 600,
    # An app that is not used for a month is forgotten.
    "REFRESH_TOKEN_EXPIRE_SECONDS": 30 * 86_400,
    "ROTATE_REFRESH_TOKEN": True,
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
    "REQUEST_APPROVAL_PROMPT": "force",
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https"],
    # What RFC 9700 recommends; tokens are kept as hashes.
    "COMPLIANT_BCP_RFC9700_IMPLICIT_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PASSWORD_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PKCE_METHOD": True,
    "COMPLIANT_BCP_RFC9700_ACCESS_TOKEN_TRANSPORT": True,
    "COMPLIANT_BCP_RFC9700_AUTHZ_RESPONSE_ISS": True,
    "COMPLIANT_BCP_RFC9700_TOKEN_STORAGE": True,
    "COMPLIANT_BCP_RFC9700_REFRESH_TOKEN": True,
    "COMPLIANT_BCP_RFC9700_REDIRECT_URI_SCHEME": True,
    "COMPLIANT_BCP_RFC9700_REDIRECT_URI_MATCHING": True,
    "COMPLIANT_BCP_RFC9700_PKCE_REQUIRED": True,
}
