"""What is done to zones: declared, signed, revised, lifted, received from a neighbour, imported."""

from core.cells.datum import UnknownDatum
from core.cells.snapping import InvalidGeometry
from provinces.zones.comparing import cells_of
from provinces.zones.drafts import Changes, Draft, InvalidDraft
from provinces.zones.exchange import BadZones, ClassRanges, Problem, ReceivedZone
from provinces.zones.ground import NoTerritory, OutsideArea, OutsideTerritory
from provinces.zones.models import Basis, Because, Level, Reason, Unit
from provinces.zones.shapes import UnreadableShape, read
from provinces.zones.signatures import AboveTheCap, NotAllowed, SameOffice, SameOfficial

from .announcing import publish_unpublished
from .bulk import SnappedZone, effect_many
from .commuting import CommuterTerms, receive_commuting
from .declaring import (
    Preview,
    StillAwaiting,
    basis_of,
    declare,
    preview,
    reaches_too_far_back,
    revise,
)
from .divisions import Imported, Spell, import_divisions, preview_divisions
from .divisions import Refused as DivisionRefused
from .lifting import NotInEffect, OutsidePeriod, lift
from .listing import set_marked
from .lists import NotShorter, Stored, refuse_list, shorten_spell, sign_list
from .receiving import OwnZones, Received, receive_changes, receive_effective
from .signing import AlreadyDecided, NoReason, Superseded, countersign, refuse
from .territories import set_territory
from .trying import note_trial
from .withholding import Outcome, Part, withhold

__all__ = [
    "AboveTheCap",
    "AlreadyDecided",
    "BadZones",
    "Basis",
    "Because",
    "Changes",
    "ClassRanges",
    "CommuterTerms",
    "DivisionRefused",
    "Draft",
    "Imported",
    "InvalidDraft",
    "InvalidGeometry",
    "Level",
    "NoReason",
    "NoTerritory",
    "NotAllowed",
    "NotInEffect",
    "NotShorter",
    "Outcome",
    "OutsideArea",
    "OutsidePeriod",
    "OutsideTerritory",
    "OwnZones",
    "Part",
    "Preview",
    "Problem",
    "Reason",
    "Received",
    "ReceivedZone",
    "SameOffice",
    "SameOfficial",
    "SnappedZone",
    "Spell",
    "StillAwaiting",
    "Stored",
    "Superseded",
    "Unit",
    "UnknownDatum",
    "UnreadableShape",
    "basis_of",
    "cells_of",
    "countersign",
    "declare",
    "effect_many",
    "import_divisions",
    "lift",
    "note_trial",
    "preview",
    "preview_divisions",
    "publish_unpublished",
    "reaches_too_far_back",
    "read",
    "receive_changes",
    "receive_commuting",
    "receive_effective",
    "refuse",
    "refuse_list",
    "revise",
    "set_marked",
    "set_territory",
    "shorten_spell",
    "sign_list",
    "withhold",
]
