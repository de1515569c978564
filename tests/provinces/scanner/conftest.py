"""The page tells the time of the tests' noon."""

import pytest

from tests.client import ProvinceClient
from tests.pages import noon

__all__ = ["noon"]


@pytest.fixture
def client() -> ProvinceClient:
    """A browser in which nobody is signed in, and that prefers English."""
    return ProvinceClient(headers={"accept-language": "en"})
