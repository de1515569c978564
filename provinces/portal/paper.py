"""A paper code, printed or by post: for whoever has no phone, or would rather not show it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from provinces.passes import printing, wording
from provinces.passes import queries as passes
from provinces.passes import services as passing
from provinces.passes.codec import Kind

from .code import CodePage

ASKED = _("Asked for. The registry prints the sheet and posts it; this page says when it has.")
TOO_MANY = _("No more letters within a week. You can ask for the next one from %(at)s on.")


class Paper(CodePage, TemplateView):
    """What a paper code is, and the one that there is; asking for one makes it anew."""

    template_name = "portal/paper.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        issued = passes.issued_to(self.citizen, now).filter(kind=Kind.PAPER).first()
        posting = passes.posting_of(self.citizen)
        return super().get_context_data(
            here="code",
            now=now,
            issued=issued,
            days=settings.PASSES_PAPER_DAYS,
            posting=posting,
            why=wording.trouble(posting) if posting else "",
            under_way=settings.PASSES_POST_DAYS,
            most_letters=settings.PASSES_POSTS_PER_WEEK,
            posted_days=settings.PASSES_PAPER_DAYS + settings.PASSES_POST_DAYS,
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        text = passing.issue_paper(self.citizen, now=now, by=request.user)
        sheet = printing.sheet(self.citizen, text, language=get_language() or "en", now=now)
        response = HttpResponse(sheet, content_type="application/pdf")
        response.headers["Content-Disposition"] = 'attachment; filename="code.pdf"'
        return response


class Post(CodePage):
    """Have a paper code posted, to the address that the registry holds and nobody here knows."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        channel = passing.PostChannel.PROXY if self.standing.mandate else passing.PostChannel.SELF
        try:
            passing.ask_post(self.citizen, channel=channel, by=user, now=timezone.now())
        except passing.TooManyLetters as refusal:
            at = date_format(timezone.localtime(refusal.again_at), "DATETIME_FORMAT")
            messages.error(request, TOO_MANY % {"at": at})
        else:
            messages.success(request, ASKED)
        return redirect("portal:code-paper")
