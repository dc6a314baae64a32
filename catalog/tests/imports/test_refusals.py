"""What can't be taken is refused with its line and reason, and the rest goes on."""

import json

import pytest

from catalog.imports.files import MAX_LINE_BYTES
from catalog.models import Product

pytestmark = pytest.mark.django_db

HEADER = "id,name,price,stock\n"


def titles():
    return sorted(Product.objects.values_list("title", flat=True))


@pytest.mark.parametrize(
    ("row", "field", "reason"),
    [
        (b"2,Bad,12.x,1", "price", "isn't a number like 1234.50"),
        (b"2,Bad,-5,1", "price", "isn't zero or more"),
        (b'2,Bad,"12,50",1', "price", "isn't a number like 1234.50"),
        (b"2,Bad,NaN,1", "price", "isn't a number like 1234.50"),
        (b"2,Bad,99999999999,1", "price", "is more than 9,999,999,999.99"),
        (b"2,Bad,5,1e9", "stock", "isn't a number like 1234.50"),
        (b"2,,5,1", "title", "has no title"),
        (b",Bad,5,1", "source_id", "is missing; without it a second import couldn't find the product again"),
        (b"2,Bad,5", "", "has 3 cells where the header has 4"),
        (b"2,Bad,5,1,6", "", "has 5 cells where the header has 4"),
        (b"2,B\x00d,5,1", "name", "holds a NUL byte"),
        (b"2,B\xff\xfed,5,1", "name", "isn't UTF-8"),
        (b"2," + b"x" * 7000 + b",5,1", "title", "is 7,000 characters long, no title"),
        (b"1,Again,5,1", "source_id", "was already on line 2 of catalogue.csv; the first one counts"),
    ],
)
def test_a_bad_row_is_refused_and_the_others_are_taken(row, field, reason, import_text, simple):
    outcome = import_text("csv", HEADER.encode() + b"1,One,5,1\n" + row + b"\n3,Three,5,1\n", mapping=simple)
    assert outcome.code == 3
    assert outcome.reasons == [(3, field, reason)]
    assert titles() == ["One", "Three"]


def test_the_report_names_file_line_field_and_value(import_text, simple):
    outcome = import_text("csv", HEADER + "1,Mug,cheap,1\n", mapping=simple, name="mugs.csv")
    assert outcome.remarks == [
        {
            "file": "mugs.csv",
            "line": 2,
            "field": "price",
            "value": "cheap",
            "reason": "isn't a number like 1234.50",
            "refused": True,
        }
    ]


def test_lines_are_counted_as_an_editor_counts_them(import_text, simple):
    outcome = import_text("csv", 'id,name,price,stock\r\n1,"Two\r\nlines",5,1\r\n\r\n2,Bad,x,1\r\n', mapping=simple)
    assert outcome.reasons == [(5, "price", "isn't a number like 1234.50")]
    assert titles() == ["Two lines"]


def test_a_byte_order_mark_and_empty_cells_behind_are_nothing(import_text, simple):
    outcome = import_text("csv", "\ufeffid,name,price,stock,,\n1,Mug,5,1,,\n2,Cup,5,1,,,\n", mapping=simple)
    assert outcome.code == 0
    assert titles() == ["Cup", "Mug"]


def test_a_quote_that_is_never_closed_costs_what_it_swallows(import_text, simple):
    outcome = import_text("csv", HEADER + '1,One,5,1\n2,"Two,5,1\n3,Three,5,1\n', mapping=simple)
    assert outcome.code == 3
    assert [line for line, _, _ in outcome.reasons] == [3]
    assert titles() == ["One"]


def test_broken_json_lines_are_refused_alone(import_text, simple):
    good = json.dumps({"id": 1, "name": "One", "price": 5})
    lines = [
        b'{"id": 2, "name": ',
        b"[1]",
        b'{"id": 3, "name": "\xff"}',
        b'{"id": 4, "name": "\\ud800"}',
        b"[" * 100_000,
    ]
    outcome = import_text("jsonl", b"\n".join([*lines, good.encode()]), mapping=simple, name="a.jsonl")
    assert [line for line, _, _ in outcome.reasons] == [1, 2, 3, 4, 5]
    assert titles() == ["One"]


def test_a_json_array_ends_where_it_breaks(import_text, simple):
    outcome = import_text("json", '[{"id": 1, "name": "One", "price": 5},\n {"id": 2, oops}]', mapping=simple)
    assert outcome.code == 1
    assert "isn't JSON at line 2" in outcome.err
    assert titles() == ["One"]


def test_a_line_without_end_is_refused_in_bounded_memory(import_text, simple):
    """40 MB of zeros in 40 kB of gzip: read through, never held."""
    bomb = HEADER.encode() + b"1," + b"0" * (5 * MAX_LINE_BYTES) + b",5,1\n2,Two,5,1\n"
    outcome = import_text("csv", bomb, mapping=simple, name="bomb.csv.gz")
    assert [line for line, _, _ in outcome.reasons] == [2]
    assert titles() == ["Two"]


def test_a_damaged_gzip_keeps_what_came_before(tmp_path, import_text, import_files, simple):
    path = tmp_path / "cut.csv.gz"
    import_text("csv", HEADER + "1,One,5,1\n" + "2,Two,5,1\n" * 50_000, mapping=simple, name=path.name, dry_run=True)
    path.write_bytes(path.read_bytes()[:-200])
    outcome = import_files("csv", path, mapping=simple)
    assert outcome.code == 1
    assert "breaks off or is damaged" in outcome.err
    assert "One" in titles()


def test_long_titles_are_cut_at_a_word_and_noted(import_text, simple):
    outcome = import_text("csv", HEADER + "1," + "word " * 100 + ",5,1\n", mapping=simple)
    assert outcome.code == 0
    assert [(told["reason"], told["refused"]) for told in outcome.remarks] == [("was cut to 300 characters", False)]
    [title] = titles()
    assert len(title) <= 300
    assert title.endswith("word…")


def test_texts_are_data_and_nothing_else(import_text, mapping):
    """Formulas, tags, ESI and templates stay text in titles; descriptions lose what could run."""
    described = '[product]\nsource_id = "id"\ntitle = "t"\ndescription = "d"\n'
    evil = "=cmd|' /C calc'!A0 <esi:include src=x/> {{ 7*7 }}"
    text = f'id,t,d\n1,"{evil}","<p onclick=x style=y>Hi <a href=javascript:x>there</a><esi:include src=1/></p>"\n'
    text += "2,Fish &amp; chips,one\n"
    assert import_text("csv", text, mapping=mapping(described)).code == 0
    product = Product.objects.get(source_id="1")
    assert product.title == evil
    assert product.description == '<p>Hi <a rel="nofollow noopener noreferrer">there</a></p>'
    assert Product.objects.get(source_id="2").title == "Fish & chips"


def test_what_only_the_database_refuses_is_found_and_told(import_text, mapping):
    """A smallint that overflows: the batch is halved until the one row is alone."""
    wrong = '[product]\nsource_id = "id"\ntitle = "t"\npublish_at = "from"\nunpublish_at = "to"\n'
    rows = "".join(f"{n},Mug {n},2020-01-01,2030-01-01\n" for n in range(1, 8))
    outcome = import_text("csv", f"id,t,from,to\n{rows}9,Never,2030-01-01,2020-01-01\n", mapping=mapping(wrong))
    assert outcome.code == 3
    [(line, _, reason)] = outcome.reasons
    assert line == 9
    assert "product_published_before_unpublished" in reason
    assert len(titles()) == 7


def test_a_row_of_endless_quoted_breaks_is_not_gathered_whole(import_text, simple):
    endless = b'"\n",' * (MAX_LINE_BYTES // 4 + 1)
    outcome = import_text("csv", HEADER.encode() + b"1,One,5,1\n" + endless, mapping=simple)
    assert outcome.code == 3
    assert "longer than 8 MB" in outcome.reasons[0][2]
    assert titles() == ["One"]


def test_what_is_no_csv_at_all_is_said_in_a_sentence(import_text):
    outcome = import_text("shopify", b"\x89PNG\rbinary\x00\rrubbish\n")
    assert outcome.code == 1
    assert "isn't CSV" in outcome.err
