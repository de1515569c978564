"""What every template knows about its page."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest
from django.utils import translation
from django.utils.functional import Promise

from core.web import size

# BCP 47 writes scripts with a capital; Django's codes are lower case.
TAGS = {"zh-hans": "zh-Hans"}
# A name in both scripts: 陈静 Chen Jing. What has no small letter is a number and no translation:
# 流调报告 IDR-110105-000001.
HAN = r"\u3400-\u9fff"
BOTH_SCRIPTS = re.compile(
    rf"(?P<zh>[^A-Za-z]*[{HAN}][^A-Za-z]*) (?P<en>[A-Za-z](?=[^{HAN}]*[a-z])[^{HAN}]*)"
)


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the province the page belongs to, if any, its name, the page's language and size."""
    province = getattr(request, "province", None)
    language = translation.get_language() or "en"
    return {
        "province": province,
        "province_name": named(province, language) if province else "",
        "page_language": TAGS.get(language, language),
        "is_large": size.is_large(request),
    }


def named(thing: Any, language: str) -> str:
    """Return the name, in a language, of something with a Chinese and an English one.

    People and offices have one name each; written in both scripts, it is read in the page's.
    """
    chinese = language.startswith("zh")
    if isinstance(thing, str | Promise):
        both = BOTH_SCRIPTS.fullmatch(str(thing))
        return both["zh" if chinese else "en"] if both else str(thing)
    return str((thing.name_zh if chinese else thing.name_en) or thing.name_zh or thing.name_en)
