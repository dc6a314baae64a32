"""A mapping file: which field of a product comes from where in a foreign file. docs/importing.md has its language."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from catalog.imports import category_rules
from catalog.imports.expression import BadMapping, compiled

SHIPPED = Path(__file__).parent / "mappings"

TOP = {"source", "currency", "nulls", "header", "delimiter", "records", "product", "variant", "price", "stock",
       "images", "attributes", "attribute_prefixes", "attribute_pairs", "categories", "options",
       "variants"}  # fmt: skip
PRODUCT = {"source_id", "title", "brand", "part_number", "short_description", "description", "created_at", "publish_at",
           "unpublish_at", "status", "popularity", "tax_class"}  # fmt: skip
VARIANT = {"sku", "barcodes", "weight"}
PRICE = {"amount", "sale_amount", "sale_from", "sale_until", "unit"}
ATTRIBUTE = {"name", "unit", "kind", "facet", "position"}


@dataclass
class Mapping:
    source: str
    currency: str = ""
    nulls: frozenset = frozenset()
    header: list = field(default_factory=list)
    delimiter: str = ","
    records: str | None = None
    product: dict = field(default_factory=dict)  # field → function of the row
    variant: dict = field(default_factory=dict)
    variants: object = None  # function → list of rows, where a row holds its variants
    options: dict = field(default_factory=dict)  # name → function of the variant's row
    weight_unit: str = "g"
    prices: list = field(default_factory=list)  # of (currency, unit, {field → function})
    stock: dict = field(default_factory=dict)
    images: list = field(default_factory=list)  # of functions
    attributes: list = field(default_factory=list)  # of (function, settings by ATTRIBUTE with code)
    attribute_prefixes: dict = field(default_factory=dict)
    attribute_pairs: list = field(default_factory=list)
    categories: object = None
    text: str = ""  # of the file: part of what decides whether an import is the same again


def load(name):
    """The mapping that ships under this name, or the TOML file of this path."""
    path = SHIPPED / f"{name}.toml" if "/" not in name and not name.endswith(".toml") else Path(name)
    if not path.is_file():
        shipped = ", ".join(sorted(file.stem for file in SHIPPED.glob("*.toml")))
        raise BadMapping(f"There is no mapping {name!r}. Name a TOML file, or one of those that ship: {shipped}.")
    try:
        text = path.read_text()
        return parsed(tomllib.loads(text), path.stem, text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadMapping(f"{path} can't be read as TOML: {error}.") from error
    except BadMapping as error:
        raise BadMapping(f"{path.name}: {error}") from None


def parsed(said, source, text=""):
    """A mapping of what a TOML file says; BadMapping names the first thing that is wrong."""
    _known(said, TOP, "the top level")
    nulls = frozenset(said.get("nulls", ()))
    mapping = Mapping(said.get("source", source), said.get("currency", ""), nulls, text=text)
    mapping.header, mapping.delimiter = said.get("header", []), said.get("delimiter", ",")
    mapping.records = said.get("records")

    def fields(place, known, skip=()):
        table = said.get(place, {})
        _known(table, known, f"[{place}]")
        return {name: compiled(spec, f"[{place}] {name}", nulls) for name, spec in table.items() if name not in skip}

    mapping.product = fields("product", PRODUCT)
    for needed in ("source_id", "title"):
        if needed not in mapping.product:
            raise BadMapping(f"[product] must say where {needed} comes from.")
    mapping.variant = fields("variant", VARIANT | {"weight_unit"}, ("weight_unit",))
    mapping.weight_unit = said.get("variant", {}).get("weight_unit", "g")
    mapping.options = {
        name: compiled(spec, f"[options] {name}", nulls) for name, spec in said.get("options", {}).items()
    }
    mapping.variants = compiled(said["variants"], "variants", nulls) if "variants" in said else None
    mapping.prices = [_price(currency, spec, nulls) for currency, spec in said.get("price", {}).items()]
    mapping.stock = _stock(said.get("stock", {}), nulls)
    images = said.get("images", [])
    mapping.images = [compiled(spec, "images", nulls) for spec in (images if isinstance(images, list) else [images])]
    _attributes(mapping, said, nulls)
    mapping.categories = category_rules.compiled_categories(said.get("categories", {}), nulls)
    return mapping


def _known(table, known, where):
    if strange := set(table) - known:
        raise BadMapping(f"{where} says {', '.join(sorted(strange))}; known are {', '.join(sorted(known))}.")


def _price(currency, spec, nulls):
    where = f"[price.{currency}]"
    if isinstance(spec, str):
        spec = {"amount": spec}
    _known(spec, PRICE, where)
    unit = {"cents": 100, "units": 1}.get(spec.get("unit", "units"))
    if unit is None or "amount" not in spec or not (len(currency) == 3 and currency.isupper()):
        raise BadMapping(f"{where} must say amount, in a currency like USD; unit is cents or units.")
    return (
        currency,
        unit,
        {name: compiled(part, f"{where} {name}", nulls) for name, part in spec.items() if name != "unit"},
    )


def _stock(spec, nulls):
    """`column`, `constant`, or `least` and `most` to invent a number for each product, the same each time."""
    if not spec:
        return {}
    _known(spec, {"column", "constant", "least", "most", "only_with_price"}, "[stock]")
    stock = {"only_with_price": spec.get("only_with_price", False)}
    if "least" in spec:
        return stock | {"least": int(spec["least"]), "most": int(spec["most"])}
    source = {name: spec[name] for name in ("column", "constant") if name in spec}
    return stock | {"value": compiled(source, "[stock]", nulls), "constant": "constant" in spec}


def _attributes(mapping, said, nulls):
    for code, told in said.get("attributes", {}).items():
        spec = {"column": told} if isinstance(told, str) else dict(told)
        settings = {name: spec.pop(name) for name in ATTRIBUTE & set(spec)}
        value = compiled(spec, f"[attributes] {code}", nulls)
        mapping.attributes.append((value, settings | {"code": code}, spec.get("column", "")))
    prefixes = said.get("attribute_prefixes", {})
    _known(prefixes, {"text", "number", "boolean", "leave_out"}, "[attribute_prefixes]")
    mapping.attribute_prefixes = prefixes
    for spec in said.get("attribute_pairs", []):
        _known(spec, {"column", "between", "equals", "list", "facets", "leave_out"}, "[[attribute_pairs]]")
        mapping.attribute_pairs.append(spec)
