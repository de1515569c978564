"""django-tenants' backend, with walls: each province has its own login, pool and server.

`PROVINCE_SWITCH = "login"`: the connection itself follows the province, so that even injected
SQL cannot read a neighbour. `"role"`: one connection that does SET ROLE, for tests that visit
several provinces in one transaction; the same roles, the same denials, but the session is the
owner's.
"""

from __future__ import annotations

import atexit
import sys
import threading
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, transaction
from django.db.backends.base.base import NO_DB_ALIAS
from django_tenants.postgresql_backend import base as tenants
from psycopg_pool import ConnectionPool

PUBLIC = "public"
IN_FAILED_TRANSACTION = "25P02"
ADDRESS = ("HOST", "PORT", "NAME", "USER", "PASSWORD")

_pools = threading.Lock()


class DatabaseWrapper(tenants.DatabaseWrapper):
    """One alias, many connections: whichever province is in scope."""

    tenant: Any
    schema_name: str
    settings_dict: dict[str, Any]

    def __init__(self, settings_dict: dict[str, Any], alias: str = "default") -> None:
        self._address = tuple(settings_dict[key] for key in ADDRESS)
        super().__init__(settings_dict, alias)

    def set_tenant(self, tenant: Any, include_public: bool = True) -> None:  # noqa: FBT001,FBT002
        """Enter a province; its search path holds its own schema and nothing else.

        Raises TransactionManagementError where the connection would have to change inside a
        transaction.
        """
        self._follow(tenant.schema_name)
        super().set_tenant(tenant, include_public=tenant.schema_name == PUBLIC)
        if guardian := sys.modules.get("guardian.shortcuts"):
            # It keeps content types for the whole process; their ids may differ by province.
            guardian.clear_ct_cache()

    def _follow(self, schema: str) -> None:
        if self.alias == NO_DB_ALIAS:
            return
        home = settings.DATABASES[self.alias]  # tests rename the database there
        wanted = {key: home[key] for key in ADDRESS}
        if settings.PROVINCE_SWITCH == "login":
            from provinces.tenancy.addresses import address_for  # noqa: PLC0415  apps load later

            wanted.update(address_for(schema))
        address = tuple(wanted[key] for key in ADDRESS)
        if address == self._address:
            return
        if self.connection is not None:
            if self.in_atomic_block:
                raise transaction.TransactionManagementError(
                    f"cannot go to {schema} inside a transaction of {self.schema_name}"
                )
            self.close()
        self.settings_dict = {**self.settings_dict, **wanted}
        self._address = address

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        from provinces.tenancy.directory import DIRECTORY_LOGIN  # noqa: PLC0415  apps load later

        login, password = self.settings_dict["USER"], self.settings_dict["PASSWORD"]
        if login == DIRECTORY_LOGIN and not password:
            # Otherwise the pool would try for seconds.
            raise OperationalError("this node is not prepared: `manage.py province prepare`")
        return super().get_new_connection(conn_params)

    @property
    def pool(self) -> ConnectionPool | None:
        if settings.PROVINCE_SWITCH != "login":
            return super().pool
        options = self.settings_dict["OPTIONS"].get("pool")
        if not options or self.alias == NO_DB_ALIAS:
            return None
        key = (self.alias, self._address)
        if key not in self._connection_pools:
            with _pools:
                if key not in self._connection_pools:
                    self._connection_pools[key] = self._make_pool(options)
        return self._connection_pools[key]

    def _make_pool(self, options: dict[str, Any]) -> ConnectionPool:
        parameters = {**self.get_connection_params(), "autocommit": True}
        return ConnectionPool(
            kwargs=parameters,
            open=False,
            configure=self._configure_connection,
            check=ConnectionPool.check_connection
            if self.settings_dict["CONN_HEALTH_CHECKS"]
            else None,
            name=f"{self.alias}:{parameters.get('user')}",
            **options,
        )

    def close_pool(self) -> None:
        keys = [key for key in self._connection_pools if key == self.alias or key[0] == self.alias]
        for key in keys:
            self._connection_pools.pop(key).close()

    def _handle_search_path(self, cursor: Any = None) -> None:
        """Set the search path, and the role where roles are switched; never fail open.

        django-tenants swallows every error here and would go on in the schema before.
        """
        if self._setting_search_path or self.search_path_set_schemas:
            return
        if not self.schema_name:
            raise ImproperlyConfigured("no province is in scope")
        path = self._get_cursor_search_paths()
        statement, values = self._switch(path)
        self._setting_search_path = True
        own = self.connection.cursor() if cursor is None else cursor
        try:
            own.execute(statement, values)
            self.search_path_set_schemas = path
        except Exception as problem:
            self.search_path_set_schemas = None
            if _state(problem) != IN_FAILED_TRANSACTION:
                raise
        finally:
            self._setting_search_path = False
            if cursor is None:
                own.close()

    def _switch(self, path: list[str]) -> tuple[str, list[str]]:
        statement = "SELECT set_config('search_path', %s, false)"
        # Temporary tables come last: looked at first, as is the default, one made by injected
        # SQL could stand in for a real one.
        quoted = [tenants.quote_schema_name(schema) for schema in path]
        values = [",".join([*quoted, "pg_temp"])]
        if settings.PROVINCE_SWITCH == "role":
            from provinces.tenancy.addresses import role_for  # noqa: PLC0415  apps load later

            statement += ", set_config('role', %s, false)"
            values.append(role_for(self.schema_name))
        return statement, values


def close_all_pools() -> None:
    """Close every pool of this process, so that none is left to the interpreter's end."""
    pools = DatabaseWrapper._connection_pools
    while pools:
        pools.popitem()[1].close()


atexit.register(close_all_pools)


def _state(problem: BaseException) -> str | None:
    return getattr(problem, "sqlstate", None) or getattr(problem.__cause__, "sqlstate", None)
