"""Every static file that a template names exists: with hashed names, a missing one would be an error page for all."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.test import override_settings

from settings import environment

NAMED = re.compile(r"""{%\s*static(?:_or_plain)?\s+['"]([^'"]+)['"]""")


def test_templates_name_only_files_that_exist():
    named = {
        (name, path.name)
        for path in Path(settings.BASE_DIR, "templates").rglob("*.html")
        for name in NAMED.findall(path.read_text())
    }
    assert named
    assert [one for one in named if finders.find(one[0]) is None] == []


def test_bundles_are_made_of_files_that_exist():
    bundles = [*settings.PIPELINE["STYLESHEETS"].values(), *settings.PIPELINE["JAVASCRIPT"].values()]
    for bundle in bundles:
        assert [name for name in bundle["source_filenames"] if finders.find(name) is None] == []


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """All static files as production has them."""
    folder = tmp_path_factory.mktemp("static")
    real = settings.STORAGES | {"staticfiles": {"BACKEND": "shop.storage.HashedPipelineStorage"}}
    with override_settings(STATIC_ROOT=str(folder), STORAGES=real):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield folder


def test_text_lies_there_compressed_under_its_hashed_name(collected):
    shop = next(collected.glob("css/shop.*.css"))
    assert re.fullmatch(r"shop\.[0-9a-f]{12}\.css", shop.name)
    small = shop.with_name(f"{shop.name}.gz").read_bytes()
    assert gzip.decompress(small) == shop.read_bytes()
    assert len(small) < shop.stat().st_size / 3
    hashed = [path for path in collected.rglob("*") if re.search(r"\.[0-9a-f]{12}\.(css|js|svg)$", path.name)]
    large = [path for path in hashed if path.stat().st_size > 1000]
    assert [path for path in large if not path.with_name(f"{path.name}.gz").exists()] == []


@pytest.mark.parametrize(
    ("address", "hosts"),
    [("/static/", []), ("https://cdn.example.com/static/", ["https://cdn.example.com"]), ("//cdn/s/", ["https://cdn"])],
)
def test_a_cdns_host_is_allowed_by_the_policy(address, hosts):
    assert environment.origins(address) == hosts


def test_storage_options_are_an_object(monkeypatch):
    monkeypatch.setenv("MEDIA_STORAGE_OPTIONS", '{"bucket_name": "pictures"}')
    assert environment.json_object("MEDIA_STORAGE_OPTIONS") == {"bucket_name": "pictures"}
    monkeypatch.setenv("MEDIA_STORAGE_OPTIONS", "[1]")
    with pytest.raises(ImproperlyConfigured, match="must be a JSON object"):
        environment.json_object("MEDIA_STORAGE_OPTIONS")
