"""What the person who runs it sees: sentences, exit codes, no traceback."""

import io

import pytest

from catalog.imports.progress import Progress
from catalog.models import ImportRun, Product

pytestmark = pytest.mark.django_db

FILE = "id,name,price,stock\n1,Mug,5,9\n2,Bowl,x,9\n"


def test_exit_codes(import_text, import_files, simple, tmp_path):
    assert import_text("csv", FILE, mapping=simple).code == 3
    assert import_text("csv", FILE.replace("x", "6"), mapping=simple).code == 0
    assert import_files("csv", tmp_path / "nothing.csv", mapping=simple).code == 1


@pytest.mark.parametrize(
    ("content", "options", "said"),
    [
        (None, {}, "can't be read: No such file or directory"),
        ("", {}, "is empty: not even a header line"),
        ("a,a\n1,2\n", {}, "has no usable header line: a twice"),
        ("id,name\n".encode("utf-16"), {}, "is UTF-16. Save it as UTF-8"),
        (FILE, {"mapping": None}, "csv needs --mapping"),
        (FILE, {"media": "/nonexistent"}, "isn't a folder"),
        (FILE, {"currency": "dollars"}, "--currency 'DOLLARS' isn't a currency like USD"),
    ],
)
def test_a_failure_is_one_clear_sentence(content, options, said, import_text, import_files, simple, tmp_path):
    options = {"mapping": simple} | options
    if content is None:
        outcome = import_files("csv", tmp_path / "none.csv", **options)
    else:
        outcome = import_text("csv", content, **options)
    assert outcome.code == 1
    assert said in outcome.err
    assert "Traceback" not in outcome.err
    assert len(outcome.err.strip().splitlines()) == 1
    assert Product.objects.count() == 0


def test_a_folder_is_no_file_and_a_mapping_is_not_for_shopify(import_files, tmp_path, simple):
    assert "isn't a file" in import_files("csv", tmp_path, mapping=simple).err
    assert "--mapping is for csv" in import_files("shopify", __file__, mapping=simple).err


def test_a_dry_run_tells_everything_and_writes_nothing(import_text, simple):
    outcome = import_text("csv", FILE, mapping=simple, dry_run=True)
    assert outcome.code == 3
    assert outcome.reasons == [(3, "price", "isn't a number like 1234.50")]
    assert "1 rows could be taken" in outcome.out
    assert (Product.objects.count(), ImportRun.objects.count()) == (0, 0)


def test_a_dry_run_knows_what_the_run_itself_would_have_made(import_files, tmp_path):
    (tmp_path / "gear.csv").write_text("category,name,sku,price,qty\nBags,Bag,B1,5,1\n")
    (tmp_path / "links_upsell.csv").write_text("sku,linked_sku\nB1,GONE\n")
    outcome = import_files("magento", tmp_path / "gear.csv", tmp_path / "links_upsell.csv", dry_run=True)
    assert outcome.reasons == [(2, "sku", "isn't in the catalogue")]
    assert [told["value"] for told in outcome.remarks] == ["GONE"]


def test_two_shops_of_one_format_are_told_apart(import_text):
    text = "Handle,Title,Variant SKU,Variant Price\ntee,Tee,{sku},5\n"
    import_text("shopify", text.format(sku="A"), source="north")
    import_text("shopify", text.format(sku="B"), source="south")
    assert set(Product.objects.values_list("source", "source_id", "slug")) == {
        ("north", "tee", "tee"),
        ("south", "tee", "tee-tee"),
    }


class Terminal(io.StringIO):
    def isatty(self):
        return True


class Read:
    name, bytes_total, bytes_read = "a.csv", 100, 40


def test_a_bar_on_a_terminal_only():
    terminal, log = Terminal(), io.StringIO()
    for stream in (terminal, log):
        progress = Progress([Read()], stream)
        progress.add(Read(), 10)
        progress.close()
    assert "a.csv" in terminal.getvalue()
    assert log.getvalue() == ""
