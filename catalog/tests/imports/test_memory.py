"""Memory stays flat, whatever the length of the file."""

import json
import tracemalloc

import pytest

from catalog.imports import batches, json_files, tabular
from catalog.imports.files import Source
from catalog.imports.formats import Settings, mapped
from catalog.imports.mapping import parsed
from catalog.imports.refine import refined
from catalog.imports.seen import Seen, Waiting

ROWS = 30_000
SIMPLE = {"product": {"source_id": "id", "title": "name", "description": "text"}}


def peak_of(work):
    tracemalloc.start()
    work()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_thirty_thousand_rows_are_read_in_a_few_megabytes(kind, tmp_path):
    path = tmp_path / f"rows.{kind}"
    rows = ({"id": n, "name": f"Mug {n}", "text": "word " * 60} for n in range(ROWS))
    if kind == "json":
        path.write_text("[" + ",\n".join(json.dumps(row) for row in rows) + "]")
    else:
        path.write_text("id,name,text\n" + "".join(f"{row['id']},{row['name']},{row['text']}\n" for row in rows))
    settings = Settings("USD", mapping=parsed(SIMPLE, "simple"))

    def read():
        source = Source(path)
        found = tabular.rows(source) if kind == "csv" else json_files.array(source)
        records = refined(mapped._records(found, settings), Seen(), path.name)
        assert sum(len(batch.records) for batch in batches.batches(records)) == ROWS

    assert path.stat().st_size > 9_000_000
    assert peak_of(read) < 6_000_000


def test_what_waits_for_its_parent_waits_on_disk():
    def wait():
        waiting = Waiting()
        for n in range(20_000):
            waiting.put(f"sku-{n}", n, {"text": "x" * 500})
        assert waiting.take("sku-77") == [(77, {"text": "x" * 500})]
        assert sum(1 for _ in waiting.rest()) == 19_999

    assert peak_of(wait) < 2_000_000
