"""A paper code: for whoever has no phone, or would rather not show it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.generic import TemplateView

from provinces.passes import printing
from provinces.passes import queries as passes
from provinces.passes import services as passing
from provinces.passes.codec import Kind

from .code import CodePage


class Paper(CodePage, TemplateView):
    """What a paper code is, and the one that there is; asking for one makes it anew."""

    template_name = "portal/paper.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        issued = passes.issued_to(self.citizen, now).filter(kind=Kind.PAPER).first()
        return super().get_context_data(
            here="code", now=now, issued=issued, days=settings.PASSES_PAPER_DAYS, **kwargs
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        text = passing.issue_paper(self.citizen, now=now, by=request.user)
        sheet = printing.sheet(self.citizen, text, language=get_language() or "en", now=now)
        response = HttpResponse(sheet, content_type="application/pdf")
        response.headers["Content-Disposition"] = 'attachment; filename="code.pdf"'
        return response
