"""What a run knows beside its files."""

from dataclasses import dataclass, field

from catalog.imports.attribute_types import AttributeTypes
from catalog.imports.mapping import Mapping


@dataclass
class Settings:
    currency: str  # of prices that name none
    types: AttributeTypes = field(default_factory=lambda: AttributeTypes({}))
    mapping: Mapping | None = None
