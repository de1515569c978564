"""On one's own machine, and for `make run`: embedded engines, no TLS."""

import json
import os
import secrets

from .base import *  # noqa: F403
from .base import VAR_DIR


def _secret_key() -> str:
    kept = VAR_DIR / "secret_key.json"
    if not kept.exists():
        VAR_DIR.mkdir(parents=True, exist_ok=True)
        fresh = kept.with_suffix(f".{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(json.dumps(secrets.token_urlsafe(48)))
        os.replace(fresh, kept)
    return str(json.loads(kept.read_text()))


SECRET_KEY = _secret_key()
DEBUG = os.environ.get("DEBUG", "") == "1"
ALLOWED_HOSTS = ["localhost", "127.0.0.1", ".localhost"]
# Static files straight from the source tree: nothing to collect, and nowhere to.
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = None
STORAGES = {
    "default": {"BACKEND": "django_tenants.files.storage.TenantFileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# Provinces of one node ask one another in the process; where they are nodes of their own on one
# machine, `manage.py nodes` says where each is.
FEDERATION_URL = os.environ.get("FEDERATION_URL", "http://localhost:8000/p/{slug}/federation/")
FEDERATION_LOOPBACK_PORTS = os.environ.get("FEDERATION_LOOPBACK_PORTS", "localhost:8000").split()
