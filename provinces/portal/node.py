"""The node's first page: the way to each province's doors."""

from django.views.generic import TemplateView


class Doors(TemplateView):
    """Lead everyone to their province and door."""

    template_name = "portal/doors.html"
