"""Error pages must show when nothing else works: no request, no context, no static manifest, no database."""

import pytest
from django.test import override_settings

from shop.errors import page


@pytest.mark.parametrize("status", [400, 403, 404, 500, 503])
def test_they_need_nothing(status):
    answer = page(status)
    body = answer.content.decode()
    assert answer.status_code == status
    assert "<title>" in body
    assert 'href="/"' in body
    assert "<style" not in body  # the content security policy would refuse it
    assert " style=" not in body


def test_a_missing_manifest_is_no_second_error(tmp_path):
    storages = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }
    with override_settings(STORAGES=storages, STATIC_ROOT=str(tmp_path), DEBUG=False):
        assert 'href="/static/css/errors.css"' in page(500).content.decode()


def test_an_unknown_path_shows_ours_with_the_request_id(client):
    answer = client.get("/nowhere/at/all", headers={"X-Request-ID": "edge-12345678"})
    assert answer.status_code == 404
    assert "edge-12345678" in answer.content.decode()
