"""The entry of web servers."""

import os

from django.core.wsgi import get_wsgi_application

from core.config.engines import launcher

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.config.settings.dev")
launcher.export()
application = get_wsgi_application()
