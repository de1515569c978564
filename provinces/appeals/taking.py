"""What a page's form says, read into a complaint; and what is wrong with it, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from . import services, wording
from .models import Category, Channel

MEGABYTE = 1_000_000
# What keeps a complaint from being taken, in words for the person; and which field it is about.
OBSTACLES: dict[type[Exception], tuple[str, Any]] = {
    services.NothingSaid: ("text", _("Say what is wrong, in at most 4,000 characters.")),
    services.TooManyFiles: ("files", _("Choose fewer files.")),
    services.NotAFile: ("files", _("A file is too large, or is neither a photograph nor a PDF.")),
}
NO_CATEGORY = {"category": _("Choose what is wrong.")}


def mistakes_in(request: HttpRequest, complaint: services.Complaint | None) -> dict[str, Any]:
    """Return what is wrong with what a form says, by field; whoever and whatever it is about."""
    if complaint is None:
        is_silent = not request.POST.get("text", "").strip()
        silent = dict([OBSTACLES[services.NothingSaid]]) if is_silent else {}
        return {**NO_CATEGORY, **silent}
    try:
        services.check(complaint)
    except tuple(OBSTACLES) as obstacle:
        return dict([OBSTACLES[type(obstacle)]])
    return {}


def told(given: Mapping[str, str], mistakes: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the form's template is told."""
    return {
        "given": given,
        "mistakes": mistakes,
        "categories": wording.CATEGORIES.items(),
        "most_files": settings.APPEALS_MOST_FILES,
        "megabytes": settings.APPEALS_FILE_BYTES // MEGABYTE,
    }


def given(request: HttpRequest) -> dict[str, str]:
    """Return what was written into the form."""
    return {name: request.POST.get(name, "") for name in ("category", "text")}


def complaint(
    request: HttpRequest, *, decision: int, ground: str, channel: Channel = Channel.SELF
) -> services.Complaint | None:
    """Return what a form says of a ground of a decision, None where no category is chosen."""
    said = given(request)
    if said["category"] not in wording.CATEGORIES:
        return None
    files = [
        services.File(each.name or "", each.read(settings.APPEALS_FILE_BYTES + 1))
        for each in request.FILES.getlist("files")
    ]
    return services.Complaint(
        decision=decision,
        ground=ground,
        category=Category(said["category"]),
        text=said["text"],
        files=files,
        channel=channel,
    )
