"""Refusals of a whole request, as problem details (RFC 9457)."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import APIException, AuthenticationFailed, ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler

from . import tries

MEDIA_TYPE = "application/problem+json"


class TooLarge(APIException):
    """The body is longer than the endpoint takes."""

    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE

    def __init__(self, longest: int) -> None:
        super().__init__(f"A body has at most {longest} bytes.")


class Flaw(serializers.Serializer[Any]):
    """What is wrong with one part of a request."""

    parameter = serializers.CharField()
    detail = serializers.CharField()


class Problem(serializers.Serializer[Any]):
    """Problem details; `errors` names each part of the request that is wrong, if any is."""

    type = serializers.CharField(default="about:blank")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = Flaw(many=True, required=False)  # type: ignore[assignment]


def as_problem(problem: Exception, context: dict[str, Any]) -> Response | None:
    """Answer an exception with problem details; None for what is no refusal but a fault.

    A key that opens nothing is counted.
    """
    if isinstance(problem, AuthenticationFailed):
        tries.note(getattr(context["view"], "keys", "token"), context["request"])
    response = exception_handler(problem, context)
    if response is None:
        return None
    status = HTTPStatus(response.status_code)
    told: dict[str, Any] = {"type": "about:blank", "title": status.phrase, "status": status}
    if isinstance(problem, ValidationError) and isinstance(response.data, dict):
        told["detail"] = "Some parts of the request are missing or wrong."
        told["errors"] = list(_flaws(response.data))
    else:
        told["detail"] = str(response.data["detail"])
    response.data = told
    response.content_type = MEDIA_TYPE
    return response


def _flaws(errors: dict[str, Any]) -> Iterator[dict[str, str]]:
    for name, details in errors.items():
        for detail in details if isinstance(details, list) else [details]:
            yield {"parameter": name, "detail": str(detail)}
