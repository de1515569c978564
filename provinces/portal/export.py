"""A copy of what is held of me, to take along."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language

from provinces.accounts.stepping_up import RecentlyConfirmed
from provinces.retention import services as retention

from .status import OwnPage

TYPES = {"json": "application/json", "pdf": "application/pdf"}


class Export(OwnPage, RecentlyConfirmed):
    """Give a copy, as JSON or as a PDF."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        form = request.POST.get("form", "")
        if form not in TYPES:
            raise BadRequest("a copy is json or pdf")
        language = get_language() or "zh-hans"
        made = retention.export(self.citizen, form, language=language, now=timezone.now())
        answer = HttpResponse(made, content_type=TYPES[form])
        answer["Content-Disposition"] = f'attachment; filename="my-data.{form}"'
        return answer
