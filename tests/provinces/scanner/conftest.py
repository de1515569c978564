"""The page tells the time of the tests' noon."""

from tests.pages import noon

__all__ = ["noon"]
