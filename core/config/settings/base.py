"""Settings that hold everywhere. The environment is read in this package and nowhere else."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from core.config.engines.binaries import bin_directory

from .signing_in import *  # noqa: F403
from .tunables import *  # noqa: F403

BASE_DIR = Path(__file__).resolve().parents[3]
VAR_DIR = Path(os.environ.get("CONCORD_VAR", BASE_DIR / "var"))


def database_from(url: str) -> dict[str, Any]:
    """Return Django's settings for a `postgresql://user:password@host:port/name` URL."""
    parts = urlsplit(url)
    return {
        "ENGINE": "provinces.tenancy.backend",
        "NAME": parts.path.lstrip("/"),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or 5432),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "CONN_HEALTH_CHECKS": True,
        # A pool for each province's login; provinces × processes × max_size <= max_connections.
        "OPTIONS": {
            "pool": {
                "min_size": 0,
                "max_size": 8,
                "max_idle": 60,
                "timeout": 10,
                "reconnect_timeout": 5,
            }
        },
    }


# The owner's URL where maintenance runs; the directory's login is enough for a web process.
DATABASES = {"default": database_from(os.environ.get("DATABASE_URL", "postgresql:///concord"))}
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]
PROVINCE_SWITCH = "login"
CREDENTIALS_FILE = os.environ.get("CREDENTIALS_FILE", str(VAR_DIR / "credentials.json"))

# pg_dump of the wheel clones provinces; it dumps older servers as well.
POSTGRES_BIN = bin_directory()

TENANT_MODEL = "tenancy.Province"
TENANT_DOMAIN_MODEL = "tenancy.Domain"
TENANT_LIMIT_SET_CALLS = True

# Our own `migrate` before django-tenants'.
SHARED_APPS = ["provinces.tenancy", "django_tenants"]
TENANT_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "guardian",
    "provinces.ledger",
    "provinces.accounts",
    "provinces.jurisdictions",
    "provinces.citizens",
    "provinces.zones",
    "provinces.presence",
    "provinces.screening",
    "provinces.evidence",
    "provinces.exposure",
    "provinces.facts",
    "provinces.rules",
    "provinces.status",
    "provinces.passes",
    "provinces.appeals",
    "provinces.notices",
    "provinces.oversight",
    "provinces.retention",
    "provinces.console",
    "provinces.portal",
    "provinces.scanner",
    "provinces.api",
    "provinces.founding",
    "federation.peers",
    "federation.borders",
    "federation.casework",
    "federation.sync",
    "federation.console",
    "federation.api",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "oauth2_provider",
]
INSTALLED_APPS = [
    *SHARED_APPS,
    *TENANT_APPS,
    "core.web",
    "sample",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "core.web.headers.strict_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "provinces.tenancy.middleware.ProvinceMiddleware",
    "provinces.tenancy.middleware.refuse_unknown_province",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "core.web.times.local_time",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "core.web.nul.RefuseNul",
    "provinces.oversight.switching.middleware.SwitchMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "core.config.urls.province"
WSGI_APPLICATION = "core.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.web.context.page",
            ]
        },
    }
]

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["provinces.accounts.backends.OwnProvince"]
GUARDIAN_MONKEY_PATCH_USER = False
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]  # powers are asked of scoping, not of a backend
ANONYMOUS_USER_NAME = None  # otherwise guardian adds a user row to every province
LOGIN_URL = "portal:sign-in"
LOGIN_REDIRECT_URL = "portal:landing"
LOGOUT_REDIRECT_URL = "portal:home"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 3600
CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"

CACHES = {
    # What all processes must agree on, such as how often somebody has tried to sign in.
    "default": {"BACKEND": "provinces.accounts.counting.ProvinceCache"},
    # What a process may remember for itself.
    "process": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "KEY_FUNCTION": "django_tenants.cache.make_key",
    },
}
STORAGES = {
    "default": {"BACKEND": "django_tenants.files.storage.TenantFileSystemStorage"},
    "staticfiles": {"BACKEND": "core.web.storage.OwnModules"},
}
MEDIA_ROOT = VAR_DIR / "media"
MULTITENANT_RELATIVE_MEDIA_ROOT = "%s"
STATIC_URL = "/static/"
STATIC_ROOT: Path | None = VAR_DIR / "static"
# They belong to the source tree, as its lock says, and not to what a node keeps.
STATICFILES_DIRS = [("vendor", BASE_DIR / "var" / "vendor")]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
USE_I18N = True
FORMAT_MODULE_PATH = "core.web.formats"
LOCALE_PATHS = [BASE_DIR / "core" / "web" / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"

REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["provinces.api.permissions.Nobody"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Concord",
    "VERSION": "1",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SERVE_INCLUDE_SCHEMA": False,
}

BROKER_URL = os.environ.get("BROKER_URL", "")
