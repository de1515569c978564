"""What apps of others may do for the citizen who lets them: little, and each act by its scope."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn

from django.urls import reverse
from django.utils import timezone, translation
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied, Throttled
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from provinces.accounts import channels
from provinces.accounts.channels import Scope
from provinces.citizens import budgets
from provinces.citizens import services as citizens
from provinces.evidence import services as evidence
from provinces.evidence.classes import SELF_DECLARED, SYMPTOMS, EvidenceClass
from provinces.ledger.events import Event
from provinces.passes import services as passes
from provinces.passes.queries import NoSuchCitizen
from provinces.tenancy import scope

from . import problems, tries
from .json_bodies import SmallJSON
from .moments import Moment

if TYPE_CHECKING:
    from provinces.citizens.models import Citizen

REFUSAL = "This is not the token of an app that a citizen of this province lets act for them."
REFUSED = {
    (code, problems.MEDIA_TYPE): problems.Problem
    for code in (
        status.HTTP_401_UNAUTHORIZED,
        status.HTTP_403_FORBIDDEN,
        status.HTTP_413_REQUEST_ENTITY_TOO_LARGE,
        status.HTTP_429_TOO_MANY_REQUESTS,
    )
}


@dataclass(frozen=True, slots=True)
class Channel:
    """An app, calling for the citizen who lets it."""

    citizen: Citizen
    app: str
    scopes: frozenset[str]
    # As budgets and alarms know an app that acts for one citizen, and as the ledger knows its key.
    name: str
    key: str
    is_authenticated: ClassVar[bool] = True


class ChannelToken(BaseAuthentication):
    """An app's token, as a bearer token (RFC 6750); whatever is wrong with it answers alike."""

    def authenticate(self, request: Request) -> tuple[Channel, None] | None:
        scheme, _, token = get_authorization_header(request).partition(b" ")
        if scheme.lower() != b"bearer":
            return None
        try:
            found = channels.caller(token.strip().decode("ascii"), now=timezone.now())
        except (UnicodeDecodeError, channels.ChannelUnknown):
            raise AuthenticationFailed(REFUSAL) from None
        citizen = getattr(found.user, "citizen", None)
        if citizen is None:
            raise AuthenticationFailed(REFUSAL)
        app: Any = found.application
        name = f"channel:{app.pk} for accounts.user:{found.user_id}"
        scopes, key = frozenset(found.scope.split()), channels.ledger_name(app)
        return Channel(citizen, app.name, scopes, name, key), None

    def authenticate_header(self, _request: Request) -> str:
        return f'Bearer realm="{scope.current().slug}"'


class InScope(BasePermission):
    """Lets an app in whose citizen has allowed it the view's scope."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return isinstance(request.user, Channel) and view.scope in request.user.scopes


class Code(serializers.Serializer[Any]):
    """A code to be shown, and until when it counts."""

    code = serializers.CharField()
    expires_at = Moment()


class Declaration(serializers.Serializer[Any]):
    """How the citizen says they are; of symptoms which, and since when, if they said so."""

    health = serializers.ChoiceField(choices=sorted(str(one) for one in SELF_DECLARED))
    symptoms = serializers.ListField(
        child=serializers.ChoiceField(choices=sorted(SYMPTOMS)), required=False, max_length=20
    )
    onset_at = Moment(required=False)


class Enrolment(serializers.Serializer[Any]):
    """Where the citizen goes on; the app is told nothing of what comes of it."""

    finish_at = serializers.URLField()


class ChannelView(APIView):
    """What an app may do for a citizen; it is answered in English."""

    authentication_classes = [ChannelToken]
    permission_classes = [InScope]
    scope: ClassVar[Scope]

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        with translation.override("en"):
            return super().dispatch(request, *args, **kwargs)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Count what an app does for a citizen, once it is let in; another's app goes on."""
        super().initial(request, *args, **kwargs)
        network = budgets.network_of(request)
        try:
            budgets.spend(
                "channel", actor=_caller(request).name, network=network, now=timezone.now()
            )
        except budgets.OverBudget:
            raise Throttled(detail="What may be done in a day is used up.") from None

    def note(self, who: Channel) -> None:
        """Have the citizen know that an app acted for them, once it has."""
        what, now = str(self.scope), timezone.now()
        citizens.note_program(
            who.citizen, Event.CHANNEL_USED, by=who.key, name=who.app, what=what, now=now
        )

    def permission_denied(self, request: Request, *args: Any, **kwargs: Any) -> NoReturn:
        """Count what an app tries that its citizen has not allowed."""
        if isinstance(request.user, Channel):
            tries.note("overreach", request, actor=request.user.name)
        super().permission_denied(request, *args, **kwargs)

    def get_exception_handler(self) -> Callable[..., Any]:
        return problems.as_problem

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer.headers["Cache-Control"] = "no-store"
        return answer


class CodeView(ChannelView):
    """The citizen's code as it is now."""

    scope = Scope.CODE

    @extend_schema(
        operation_id="channel_code",
        summary="The code to show for the citizen, over within a minute",
        responses={200: Code, **REFUSED},
    )
    def get(self, request: Request) -> Response:
        try:
            live = passes.issue_live(_caller(request).citizen.pk, now=timezone.now())
        except NoSuchCitizen:
            raise PermissionDenied("Another province gives this citizen their codes.") from None
        self.note(_caller(request))
        ends = datetime.fromtimestamp(live.claims.expires_at, UTC)
        return Response(Code({"code": live.text, "expires_at": ends}).data)


class DeclarationsView(ChannelView):
    """What the citizen says of how they are."""

    scope = Scope.DECLARE
    parser_classes = [SmallJSON]

    @extend_schema(
        operation_id="channel_declarations",
        summary="How the citizen says they are",
        request=Declaration,
        responses={201: Declaration, **REFUSED},
    )
    def post(self, request: Request) -> Response:
        said = Declaration(data=request.data)
        said.is_valid(raise_exception=True)
        told, who = said.validated_data, _caller(request)
        of, now = EvidenceClass(told["health"]), timezone.now()
        felt = {"symptoms": told.get("symptoms", []), "onset_at": told.get("onset_at")}
        try:
            evidence.declare(who.citizen, of, now=now, channel=who.app[:120], **felt)
        except evidence.InvalidClaim as problem:
            raise serializers.ValidationError(problem.problems) from None
        self.note(who)
        return Response(said.data, status=status.HTTP_201_CREATED)


class EnrolmentsView(ChannelView):
    """Where somebody is enrolled: with the province itself, by whoever is enrolled."""

    scope = Scope.ENROL
    parser_classes = [SmallJSON]

    @extend_schema(
        operation_id="channel_enrolments",
        summary="An enrolment, to be finished with the province itself",
        request=None,
        responses={201: Enrolment, **REFUSED},
    )
    def post(self, request: Request) -> Response:
        """Tell where to go on; nothing is taken from the app, and nothing is told to it."""
        finish_at = request.build_absolute_uri(reverse("portal:enrol"))
        return Response(Enrolment({"finish_at": finish_at}).data, status=status.HTTP_201_CREATED)


def _caller(request: Request) -> Channel:
    who: Any = request.user
    caller: Channel = who
    return caller


class _TokenScheme(OpenApiAuthenticationExtension):
    target_class = ChannelToken
    name = "channelToken"

    def get_security_definition(self, _auto_schema: Any) -> dict[str, Any]:
        return {"type": "http", "scheme": "bearer"}
