"""Importing small files written by each test."""

import gzip
import json
from dataclasses import dataclass, field
from io import StringIO

import pytest
from django.core.management import call_command

from catalog.models import Product


@dataclass
class Outcome:
    code: int
    out: str
    err: str
    remarks: list = field(default_factory=list)

    @property
    def reasons(self):
        return [(told["line"], told["field"], told["reason"]) for told in self.remarks if told["refused"]]


@pytest.fixture
def import_files(tmp_path):
    """import_files("shopify", path, …, media=folder) → exit code, what was said, the report."""

    def run(file_format, *paths, **options):
        out, err, report = StringIO(), StringIO(), tmp_path / "report.jsonl"
        with pytest.raises(SystemExit) as ended:
            call_command(
                "import_catalog", file_format, *map(str, paths), report=str(report), stdout=out, stderr=err, **options
            )
        told = [json.loads(line) for line in report.read_text().splitlines()] if report.exists() else []
        report.unlink(missing_ok=True)
        return Outcome(ended.value.code, out.getvalue(), err.getvalue(), told)

    return run


@pytest.fixture
def import_text(tmp_path, import_files):
    """import_text("shopify", "Handle,Title…", name="a.csv"): the same for one file's content."""

    def run(file_format, content, name="catalogue.csv", **options):
        path = tmp_path / name
        content = content if isinstance(content, bytes) else content.encode()
        path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
        return import_files(file_format, path, **options)

    return run


@pytest.fixture
def mapping(tmp_path):
    """mapping("[product]…") → the path of a mapping file."""

    def write(text):
        path = tmp_path / "mapping.toml"
        path.write_text(text)
        return str(path)

    return write


SIMPLE = """
source = "simple"
[product]
source_id = "id"
title = "name"
[price]
USD = "price"
[stock]
column = "stock"
"""


@pytest.fixture
def simple(mapping):
    """Columns id, name, price, stock."""
    return mapping(SIMPLE)


@pytest.fixture
def product(db):
    """product("id") → the imported product with this id in its source."""
    return lambda source_id: Product.objects.get(source_id=source_id)
