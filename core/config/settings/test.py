"""For the tests: roles are switched inside one transaction, and nothing waits for a disk."""

from .base import *  # noqa: F403
from .base import DATABASES, VAR_DIR

SECRET_KEY = "only-for-tests"  # noqa: S105
DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver", ".localhost"]
PROVINCE_SWITCH = "role"
DATABASES["default"]["OPTIONS"] = {}
CREDENTIALS_FILE = str(VAR_DIR / "test" / "credentials.json")
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django_tenants.files.storage.TenantFileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
# Nudges go nowhere: tests call the work themselves.
BROKER_URL = "memory://"

# Each test has rules and keys of its own.
PASSES_KEPT_SECONDS = 0
