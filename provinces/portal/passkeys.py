"""What a page tells the browser of the passkey that it wants."""

from __future__ import annotations

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder


def as_text(options: Any) -> str:
    """Return options of WebAuthn as the JSON that `passkeys.js` reads from an attribute."""
    return json.dumps(options, cls=DjangoJSONEncoder)
