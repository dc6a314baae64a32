"""`.cache()` on a chosen query: its rows are a piece of data (data.py), refused as soon as one of its tags changes.

    Category.objects.filter(depth=1).cache()               # the tags that the model declares
    Product.objects.live().cache("lists", own_keys=True)   # tags of its own, where several tables have a say

The tags follow the outbox, so a bulk update, raw SQL or another program's write counts like `save()`. Only rows as
model instances are cached; they come back as copies, and columns that were deferred still are.
"""

import hashlib
from datetime import date
from decimal import Decimal
from typing import Any, Self
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import models
from django.db.models.fields.files import FieldFile
from django.db.models.query import ModelIterable

from shop.caching.data import cached
from shop.caching.tags import collect

TTL = "LONG"


class CachedRows(models.QuerySet):
    """A model that wants `.cache()` without tags declares what every change of any row raises: `own_key = "c"` for
    `c<pk>`, and `list_keys` for rows that come, go, or answer other questions than before."""

    model: Any
    _cached_by: tuple[str, ...] | None = None
    _with_own_keys = False

    def cache(self, *tags: str, own_keys: bool = False) -> Self:
        """Without tags: those that the model declares. `own_keys`: of each row found, besides the tags."""
        if not tags and not hasattr(self.model, "list_keys"):
            raise TypeError(f"{self.model.__name__} declares no keys that every change raises. Name the tags.")
        chained: Any = self._chain()  # type: ignore[attr-defined]
        chained._cached_by, chained._with_own_keys = tags or self.model.list_keys, own_keys or not tags
        return chained

    def _clone(self):
        clone = super()._clone()  # type: ignore[misc]
        clone._cached_by, clone._with_own_keys = self._cached_by, self._with_own_keys
        return clone

    def _fetch_all(self):
        if self._result_cache is None and self._cached_by is not None:
            self._result_cache = self._cached_rows()
        super()._fetch_all()  # type: ignore[misc]

    def _cached_rows(self) -> list:
        try:
            sql, parameters = self.query.sql_with_params()
        except EmptyResultSet:
            return []
        if not issubclass(self._iterable_class, ModelIterable) or self.query.annotations:
            raise TypeError("Only a model's own columns are cached: no values(), no annotate().")
        asked = hashlib.sha256(repr((sql, parameters)).encode()).hexdigest()[:32]
        rows = cached(f"{self.model._meta.label_lower}:{asked}", self._plain_rows, TTL)
        return [instance(self.model, row) for row in rows or ()]

    def _plain_rows(self) -> list[dict] | None:
        """None where there are none: who asks for what does not exist shall fill no cache."""
        found: list[Any] = list(self._iterable_class(self))  # type: ignore[call-overload, arg-type]
        collect(*(self._cached_by or ()), *(f"{self.model.own_key}{one.pk}" for one in found if self._with_own_keys))
        return [plain_row(one) for one in found] or None


def plain_row(thing: models.Model) -> dict[str, Any]:
    """Its loaded columns, and the rows that came with it by select_related, as plain data."""
    columns = {field.attname: thing.__dict__[field.attname] for field in loaded(thing)}
    row = {name: plain(value) for name, value in columns.items()}
    return row | {"": {name: plain_row(one) for name, one in thing._state.fields_cache.items() if one is not None}}


def loaded(thing: models.Model):
    return [field for field in thing._meta.concrete_fields if field.attname in thing.__dict__]


def plain(value: Any) -> Any:
    if isinstance(value, Decimal | UUID | FieldFile):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def instance(model: Any, row: dict[str, Any]) -> Any:
    """As if it had just come from the database."""
    fields = [field for field in model._meta.concrete_fields if field.attname in row]
    values = [field.to_python(row[field.attname]) for field in fields]
    found = model.from_db("default", [field.attname for field in fields], values)
    for name, related in row[""].items():
        found._state.fields_cache[name] = instance(model._meta.get_field(name).related_model, related)
    return found
