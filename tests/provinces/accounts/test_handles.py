"""Under which handle an authenticator keeps a user's passkey."""

from __future__ import annotations

import pytest

from provinces.accounts import handles
from provinces.tenancy import directory, scope
from tests import cast


class TestHandle:
    def test_leads_back_to_the_user(self, north: directory.Entry) -> None:
        assert handles.user_of(handles.handle_of(17)) == 17

    def test_is_another_in_each_province(self, north: directory.Entry) -> None:
        northern = handles.handle_of(17)

        with scope.province(cast.SOUTH):
            assert handles.handle_of(17) != northern
            with pytest.raises(handles.HandleOfAnother):
                handles.user_of(northern)

    @pytest.mark.parametrize("handle", [b"", b"17", b"north:", b"north:a", b"a:b:c", b"\xff"])
    def test_that_is_none_is_refused(self, north: directory.Entry, handle: bytes) -> None:
        with pytest.raises(handles.HandleOfAnother):
            handles.user_of(handle)
