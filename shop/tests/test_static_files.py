"""Every static file that a template names exists: with hashed names, a missing one would be an error page for all."""

import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

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
