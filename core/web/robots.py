"""What crawlers are told: nothing here is for an index."""

from django.http import HttpRequest, HttpResponse


def deny(_request: HttpRequest) -> HttpResponse:
    """Keep every crawler out of every page."""
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain")
