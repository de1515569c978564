"""What django-oauth-toolkit is told of our rules: closed scopes, and codes that come once."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from oauth2_provider.models import Grant
from oauth2_provider.oauth2_validators import OAuth2Validator

from . import channels


class Rules(OAuth2Validator):
    """The toolkit's rules and ours: a code that comes again ends what came of it."""

    def validate_scopes(self, client_id: str, scopes: Any, *args: Any, **kwargs: Any) -> bool:
        """Take scopes that there are, and at least one."""
        return bool(scopes) and set(scopes) <= {str(one) for one in channels.Scope}

    def validate_code(
        self, client_id: str, code: str, client: Any, request: Any, *args: Any, **kwargs: Any
    ) -> bool:
        if super().validate_code(client_id, code, client, request, *args, **kwargs):
            return True
        channels.end_if_used(code, app=client.pk, now=timezone.now())
        return False

    def invalidate_authorization_code(
        self, client_id: str, code: str, request: Any, *args: Any, **kwargs: Any
    ) -> None:
        grant = Grant.objects.filter(code=code, application=request.client).first()
        super().invalidate_authorization_code(client_id, code, request, *args, **kwargs)
        if grant is not None:
            channels.note_code(code, user=grant.user_id, app=request.client.pk)
