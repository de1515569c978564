"""Laboratories report results as FHIR R4 Bundles, and are told what became of each entry.

The answer is a FHIR OperationOutcome with an issue for each entry. Whether the people are known
here is neither looked up nor told.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils import timezone, translation
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, ParseError
from rest_framework.permissions import BasePermission
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from provinces.citizens import budgets
from provinces.screening import queries as screening
from provinces.screening import services as screenings
from provinces.tenancy import scope

from . import presence_bodies as bodies
from . import problems

if TYPE_CHECKING:
    from provinces.screening.models import Laboratory

REFUSAL = "This is not the key of a laboratory that may report in this province."


@dataclass(frozen=True, slots=True)
class Reporter:
    """A laboratory, calling with its key."""

    laboratory: Laboratory
    is_authenticated: ClassVar[bool] = True


class LaboratoryKey(BaseAuthentication):
    """A laboratory's key, as a bearer token (RFC 6750); whatever is wrong with it answers alike."""

    def authenticate(self, request: Request) -> tuple[Reporter, None] | None:
        scheme, _, key = get_authorization_header(request).partition(b" ")
        if scheme.lower() != b"bearer":
            return None
        try:
            found = screening.laboratory_of_key(key.strip().decode("ascii"), at=timezone.now())
        except (UnicodeDecodeError, screening.KeyUnknown):
            raise AuthenticationFailed(REFUSAL) from None
        return Reporter(found), None

    def authenticate_header(self, _request: Request) -> str:
        return f'Bearer realm="{scope.current().slug}"'


class AnyLaboratory(BasePermission):
    """Lets laboratories in, each for itself."""

    def has_permission(self, request: Request, _view: Any) -> bool:
        return isinstance(request.user, Reporter)


class FhirBytes(bodies.Bytes):
    """A body of FHIR's own name, as it came; long enough for a night's batch in several parts."""

    media_type = "application/fhir+json"
    longest: ClassVar[int] = 4 << 20


class JsonBytes(FhirBytes):
    """The same, as plain JSON."""

    media_type = "application/json"


class FhirJSON(JSONRenderer):
    """JSON by FHIR's own name."""

    media_type = "application/fhir+json"


class OutcomeIssue(serializers.Serializer[Any]):
    """What became of an entry: `expression` says of which, `diagnostics` what, and why."""

    severity = serializers.ChoiceField(["error", "information"])
    code = serializers.CharField()
    diagnostics = serializers.CharField()
    expression = serializers.ListField(child=serializers.CharField())


class OperationOutcome(serializers.Serializer[Any]):
    """FHIR's OperationOutcome."""

    resourceType = serializers.CharField(default="OperationOutcome")  # noqa: N815
    issue = OutcomeIssue(many=True)


_ANSWERS = {
    (code, FhirJSON.media_type): OperationOutcome
    for code in (
        status.HTTP_200_OK,
        status.HTTP_207_MULTI_STATUS,
        status.HTTP_422_UNPROCESSABLE_ENTITY,
    )
}
_REFUSED = {
    (code, problems.MEDIA_TYPE): problems.Problem
    for code in (
        status.HTTP_400_BAD_REQUEST,
        status.HTTP_401_UNAUTHORIZED,
        status.HTTP_413_REQUEST_ENTITY_TOO_LARGE,
        status.HTTP_415_UNSUPPORTED_MEDIA_TYPE,
    )
}


class LaboratoryView(APIView):
    """A laboratory's bundle. Laboratories are answered in English."""

    authentication_classes = [LaboratoryKey]
    permission_classes = [AnyLaboratory]
    parser_classes = [FhirBytes, JsonBytes]
    keys = "key"
    renderer_classes = [FhirJSON, JSONRenderer]

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        with translation.override("en"):
            return super().dispatch(request, *args, **kwargs)

    def get_exception_handler(self) -> Callable[..., Any]:
        return problems.as_problem

    @extend_schema(
        operation_id="laboratory_fhir",
        summary="Results as a FHIR R4 Bundle; 207 where some entries are refused, 422 where all",
        request={
            FhirBytes.media_type: OpenApiTypes.OBJECT,
            JsonBytes.media_type: OpenApiTypes.OBJECT,
        },
        responses={**_ANSWERS, **_REFUSED},
    )
    def post(self, request: Request) -> Response:
        """Take a bundle in; of one that cannot be opened nothing is kept."""
        reporter: Any = request.user
        content = request.data if isinstance(request.data, bytes) else b""
        try:
            answer = screenings.receive(
                reporter.laboratory,
                content,
                network=budgets.network_of(request),
                now=timezone.now(),
            )
        except screenings.NotABundle as problem:
            raise ParseError(str(problem)) from None
        return Response(OperationOutcome({"issue": list(_issues(answer))}).data, _status(answer))


def _status(answer: screenings.Answer) -> int:
    if not answer.refused:
        return status.HTTP_200_OK
    if answer.kept or answer.duplicates:
        return status.HTTP_207_MULTI_STATUS
    return status.HTTP_422_UNPROCESSABLE_ENTITY


def _issues(answer: screenings.Answer) -> list[dict[str, Any]]:
    told = [("error", issue) for issue in answer.refused]
    for quiet in (answer.kept, answer.duplicates, answer.passed):
        told += [("information", issue) for issue in quiet]
    return [
        {
            "severity": severity,
            "code": str(issue.code),
            "diagnostics": f"{issue.path}: {issue.said}",
            "expression": [f"Bundle.entry[{issue.entry}]"],
        }
        for severity, issue in sorted(told, key=lambda one: one[1].entry)
    ]


class _KeyScheme(OpenApiAuthenticationExtension):
    target_class = LaboratoryKey
    name = "laboratoryKey"

    def get_security_definition(self, _auto_schema: Any) -> dict[str, Any]:
        return {"type": "http", "scheme": "bearer"}
