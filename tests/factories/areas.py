"""Areas, made with all that is above them."""

from __future__ import annotations

from provinces.jurisdictions.models import Area, Level


def area(code: str = "110101", **values: object) -> Area:
    """Return the area of a division code, making it and what is above it where missing."""
    if found := Area.objects.filter(code=code).first():
        return found
    above = _above(code)
    parent = area(above) if above else None
    names = {"name_zh": f"{code} 区", "name_en": f"Area {code}"}
    return Area.objects.create(
        code=code,
        path=f"{parent.path if parent else ''}{code}.",
        parent=parent,
        level=parent.level + 1 if parent else Level.PROVINCE,
        **{**names, **values},
    )


def _above(code: str) -> str:
    """Return the code of the area above: 110101001000 → 110101 → 110100 → 110000 → nothing."""
    if len(code) > 6:
        return code[:6]
    if not code.endswith("00"):
        return f"{code[:4]}00"
    return "" if code.endswith("0000") else f"{code[:2]}0000"
