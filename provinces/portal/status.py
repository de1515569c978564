"""A citizen's own page: the status, why, until when, who answers, and what is being asked."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from provinces.exposure import queries as exposures
from provinces.exposure import services as exposure
from provinces.ledger import queries as ledger
from provinces.notices import queries as notices
from provinces.notices import services as notice
from provinces.status import queries as status

from . import wording


@method_decorator(never_cache, name="dispatch")
class OwnPage(LoginRequiredMixin, View):
    """A page about the citizen who is signed in, and about nobody else."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            self.citizen = getattr(request.user, "citizen", None)
            if self.citizen is None:
                raise PermissionDenied("this page is for citizens")
        return super().dispatch(request, *args, **kwargs)
