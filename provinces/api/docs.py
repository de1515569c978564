"""The API's own description (OpenAPI), and pages to read it; their files are served from here."""

from __future__ import annotations

from typing import Any

from django.urls import get_script_prefix
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.request import Request
from rest_framework.response import Response

from .permissions import Anybody


class SchemaView(SpectacularAPIView):
    """The description, with this province's address in it."""

    permission_classes = [Anybody]

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        response: Response = super().get(request, *args, **kwargs)
        response.data["servers"] = [{"url": get_script_prefix().rstrip("/") or "/"}]
        return response


class DocsView(SpectacularSwaggerSplitView):
    """Pages to read the description and to try it."""

    permission_classes = [Anybody]
    template_name = "api/docs.html"
    url_name = "api:schema"
