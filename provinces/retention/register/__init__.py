"""The register: every class of data, how long it is kept, on what ground, and what ends it.

One register in code, from which the public page, the nightly purge and everybody's own page are
made. A test asserts that no table of a province is missing.
"""

from .observed import OBSERVED
from .people import PEOPLE
from .public import PUBLIC
from .shapes import Ending, Kept, Lasts, Owner
from .told import TOLD

__all__ = ["CLASSES", "REGISTER", "Ending", "Kept", "Lasts", "Owner"]

REGISTER: tuple[Kept, ...] = (*PEOPLE, *OBSERVED, *TOLD, *PUBLIC)
CLASSES: dict[str, Kept] = {kept.key: kept for kept in REGISTER}
