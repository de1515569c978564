"""What stays open to everybody, by whatever name a rule set's settings call it. Pure."""

from __future__ import annotations

import unicodedata

from .document import CARVE_OUTS, NEVER_REFUSED

# What else is written for one of them.
_OTHER_NAMES = {
    "emergency_care": (
        *("emergency", "emergencies", "emergency_room", "emergency_treatment", "first_aid"),
        *("urgent_care", "medical_care", "ambulance", "急救", "急诊", "紧急救治"),
    ),
    "testing": ("tests", "test_site", "test_sites", "testing_site", "检测", "核酸检测"),
    "going_home": ("go_home", "return_home", "returning_home", "way_home", "回家", "返家"),
    "appealing": ("appeal", "appeals", "contest", "contesting", "complaint", "complaints", "申诉"),
    "clinic": ("clinics", "hospital", "hospitals", "doctor", "医院", "就医"),
    "own_compound": ("home", "own_home", "own_building", "residence", "own_residence"),
    "travel_from_city": ("leaving_city", "leave_city", "travel_from", "leaving_the_city"),
}
# Under these a list says what is open.
_OPEN = ("allowed", "open", "exempt", "exempted", "exemptions", "except", "free")


def _letters(name: str) -> str:
    """Return a name without what people write differently: case, width, and what is between."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(letter for letter in folded if letter.isalnum())


_MEANT = {
    _letters(name): place
    for place in (*CARVE_OUTS, *NEVER_REFUSED)
    for name in (place, *_OTHER_NAMES[place])
}
_OPENING = frozenset(map(_letters, _OPEN))


def meant(name: str) -> str:
    """Return which open place a name means, or "" where it means none."""
    return _MEANT.get(_letters(name), "")


def opens(name: str) -> bool:
    """Tell whether what is listed under a name is open."""
    return _letters(name) in _OPENING
