"""The lookup `among`: as `in`, for any number of values in one parameter.

`in` has a parameter for each value; preparing a thousand of them takes longer than the query.
"""

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql.compiler import SQLCompiler

if TYPE_CHECKING:
    _Lookup = models.Lookup[Collection[int]]
else:
    _Lookup = models.Lookup


@models.BigAutoField.register_lookup
@models.ForeignKey.register_lookup
class Among(_Lookup):
    """`id__among=frozenset(ids)`: whole numbers only. Not a list: Django would look into each of its values."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[str | int, ...]]:
        """SQL for both databases."""
        left, parameters = self.process_lhs(compiler, connection)
        numbers = ",".join(map(str, self.rhs))
        if connection.vendor == "sqlite":
            return f"{left} IN (SELECT value FROM json_each(%s))", (*parameters, f"[{numbers}]")  # noqa: S608 -- a column
        return f"{left} = ANY(%s::bigint[])", (*parameters, f"{{{numbers}}}")
