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
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        # NIST SP 800-63B (revision 4), 3.1.1.2: where a password may be the only factor.
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "full_name"]},
    },
]
