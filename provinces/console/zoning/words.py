"""What the maps' scripts say, in the language of the page: they have no words of their own."""

from __future__ import annotations

from django.utils.translation import gettext as _

from .forms import LEVELS


def told() -> dict[str, object]:
    """Return the words by the name that the scripts know them by."""
    return {
        "levels": {key: str(said) for key, said in LEVELS.items()},
        "awaits": _("awaits signature"),
        "until": _("Until"),
        "closer": _("Closer"),
        "further": _("Further away"),
        "points": _("Points"),
        "fresh": _("New point"),
        "add": _("Add the point"),
        "point": _("Point %(number)s"),
        "part": _("part %(part)s"),
        "hole": _("hole"),
        "centre": _("Centre"),
        "latitude": _("Latitude"),
        "longitude": _("Longitude"),
        "radius": _("Radius in metres"),
        "remove": _("Remove"),
        "added": _("Point %(number)s set at %(latitude)s, %(longitude)s."),
        "hints": {
            "polygon": _("Click each corner, and the first one again at the end."),
            "rectangle": _("Click one corner, and then the opposite one."),
            "circle": _("Click the centre, and then the edge."),
            "edit": _("Drag a point; the small ones between two become points."),
        },
        "cornered": _("First corner set. Move the cursor to the opposite one and press Enter."),
        "centred": _("Centre set. Say the radius below the map."),
        "deleted": _("The shape is deleted. Undo brings it back."),
        "undone": _("Undone."),
        "nothing": _("There is nothing to undo."),
        "cursor": _("Cursor at %(latitude)s, %(longitude)s"),
        "converted": _("Shown in WGS84: the numbers you gave were converted from GCJ-02."),
        "looked": _("The preview is below the form."),
        "stale": _("The shape was changed since. Look at it again before you declare it."),
        "shown": _("%(count)s zones on the map at %(at)s."),
    }
