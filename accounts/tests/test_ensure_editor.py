import io

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.models import Customer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def password(monkeypatch):
    monkeypatch.setenv("EDITOR_EMAIL", "editor@example.com")
    monkeypatch.setenv("EDITOR_PASSWORD", "the editor's own phrase")


def run():
    out = io.StringIO()
    call_command("ensure_editor", stdout=out)
    return out.getvalue()


def test_makes_the_editor_once():
    assert "created" in run()
    editor = Customer.objects.get()
    assert editor.is_staff and editor.is_superuser and editor.check_password("the editor's own phrase")
    assert "unchanged" in run()
    assert Customer.objects.get().password == editor.password  # not hashed anew


def test_takes_a_changed_password_and_a_demoted_editor(monkeypatch):
    run()
    monkeypatch.setenv("EDITOR_PASSWORD", "quite another phrase")
    Customer.objects.update(is_superuser=False, email="Editor@Example.com")
    assert "updated" in run()
    editor = Customer.objects.get()
    assert editor.is_superuser and editor.check_password("quite another phrase")


def test_says_what_is_missing(monkeypatch):
    monkeypatch.setenv("EDITOR_PASSWORD", "")
    with pytest.raises(CommandError, match="EDITOR_PASSWORD is not set"):
        run()


def test_colleagues_of_the_group_edit_the_catalogue_and_nothing_else(client):
    run()
    colleague = Customer.objects.create_user("c@example.com", "a long enough pass phrase", is_staff=True)
    colleague.groups.add(Group.objects.get(name="Editors"))
    client.force_login(colleague)
    answers = {
        name: client.get(reverse(f"admin:{name}")).status_code
        for name in ("catalog_product_add", "catalog_category_changelist", "cart_cart_changelist", "cart_cart_add")
    }
    assert list(answers.values()) == [200, 200, 200, 403]
    assert client.get(reverse("admin:accounts_customer_changelist")).status_code == 403


def test_what_a_manager_took_from_the_group_stays_taken():
    run()
    Group.objects.get(name="Editors").permissions.clear()
    run()
    assert not Group.objects.get(name="Editors").permissions.exists()
