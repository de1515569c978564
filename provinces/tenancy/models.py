"""The directory of provinces hosted on this node: the only tables in the public schema."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django_tenants.models import DomainMixin, TenantMixin

TEMPLATE = "template"

# Rows that belong to the structure: what was migrated, and the ids of models and powers.
STRUCTURE_ROWS = ("django_migrations", "django_content_type", "auth_permission")

# A slug is at once a schema name, a path segment and part of a login's name. The directory has
# a login too, and `pg_` begins what is PostgreSQL's own.
SLUG = RegexValidator(
    r"\A(?!pg_|(public|template|directory|information_schema)\Z)[a-z][a-z0-9_]{1,30}\Z",
    "a slug is 2 to 31 lower case letters, digits and _, beginning with a letter; public,"
    " template, directory and names in pg_ are taken",
)


class Province(TenantMixin):
    """A sovereign tenant: where its schema is, and what to call it.

    Without a host the schema is on the node's own server. Passwords are never stored here.
    """

    auto_create_schema = False

    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    division_code = models.CharField(max_length=12, blank=True)
    time_zone = models.CharField(max_length=60, default="Asia/Shanghai")
    host = models.CharField(max_length=200, blank=True)
    port = models.PositiveIntegerField(null=True, blank=True)
    database = models.CharField(max_length=63, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_host_comes_with_its_port_and_database",
                condition=models.Q(host="", port=None, database="")
                | (~models.Q(host="") & models.Q(port__isnull=False) & ~models.Q(database="")),
            )
        ]

    def __str__(self) -> str:
        return self.schema_name


class Domain(DomainMixin):
    """A host name that leads to a province; optional, the path always works."""
