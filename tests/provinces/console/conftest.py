"""Pages are looked at in English, at noon."""

import pytest

from tests.client import ProvinceClient
from tests.pages import noon

__all__ = ["noon"]


@pytest.fixture(autouse=True)
def _at_noon(noon: None) -> None:
    """Every test here is at noon."""


@pytest.fixture
def client() -> ProvinceClient:
    """A browser in which nobody is signed in, and that prefers English."""
    return ProvinceClient(headers={"accept-language": "en"})
