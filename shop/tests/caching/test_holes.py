"""A hole by itself, as Varnish asks for it."""

import pytest

pytestmark = pytest.mark.django_db
PERSONAL = "/_hole/personal/en-USD/"


def test_without_a_session_one_for_all_and_no_query(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get(PERSONAL)
    assert answer["Surrogate-Control"] == "max-age=3600"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["xkey"] == "anonymous"
    assert not answer.cookies


def test_a_customers_own(client, django_user_model):
    vera = django_user_model.objects.create_user("vera@example.com", "x" * 12, name="Vera Long")
    client.force_login(vera)
    answer = client.get(PERSONAL)
    assert "Vera" in answer.content.decode()
    assert answer["xkey"] == f"u{vera.pk}"
    assert answer["Surrogate-Control"] == "max-age=600"


def test_a_made_up_session_is_not_worth_an_object(client):
    client.cookies["sessionid"] = "a" * 32
    answer = client.get(PERSONAL)
    assert answer.status_code == 200
    assert "Surrogate-Control" not in answer


@pytest.mark.parametrize("path", ["/_hole/unknown/en-USD/", "/_hole/personal/xx-USD/", "/_hole/personal/en-XXX/"])
def test_what_no_page_asks_for(client, path):
    assert client.get(path).status_code == 404


def test_on_a_private_page_it_is_rendered_in_place(client):
    page = client.get("/account/login/").content.decode()
    assert page.count('class="personal"') == 1
    assert "<esi:" not in page
