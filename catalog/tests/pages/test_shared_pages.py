"""What any visitor may get from a shared cache is the same for all: no cookie, no token, no name in it."""

import pytest

pytestmark = pytest.mark.django_db
PUBLIC = ["/", "/c/kitchen/", "/p/blue-mug-1/", "/search/?q=mug", "/search/suggest/?q=mug", "/pages/about/"]


@pytest.mark.parametrize("path", PUBLIC)
def test_shared_by_all_at_the_edge_only(client, make_shop, path):
    make_shop(2)
    answer = client.get(path, headers={"Surrogate-Capability": 'shop="ESI/1.0"'})
    if "<esi:include" in answer.content.decode():
        assert answer["Cache-Control"] == "private, no-cache"  # filled, it is one visitor's
        assert answer["Surrogate-Control"].startswith('content="ESI/1.0", max-age=')
    else:
        assert answer["Cache-Control"] == "public, max-age=0"  # a proxy on the way hears of no purge
        assert answer["Surrogate-Control"].startswith("max-age=")
    assert answer["xkey"]
    # SessionMiddleware and CsrfViewMiddleware say so in Vary when a page has looked.
    assert "Cookie" not in answer.get("Vary", "")
    assert not answer.cookies
    assert "csrfmiddlewaretoken" not in answer.content.decode()


@pytest.mark.parametrize("path", ["/", "/c/kitchen/", "/p/blue-mug-1/", "/search/?q=mug"])
def test_private_and_personal_with_one(client, make_shop, django_user_model, path):
    make_shop(2)
    client.force_login(django_user_model.objects.create_user("vera@example.com", "x" * 12, name="Vera Long"))
    answer = client.get(path)
    assert answer["Cache-Control"] == "private, no-cache"
    assert "Vera" in answer.content.decode()


@pytest.mark.parametrize("path", ["/", "/c/kitchen/", "/p/blue-mug-1/", "/search/?q=mug"])
def test_the_next_visitor_gets_nothing_of_the_last(client, make_shop, django_user_model, path):
    make_shop(2)
    anonymous = client.get(path).content
    client.force_login(django_user_model.objects.create_user("vera@example.com", "x" * 12, name="Vera Long"))
    client.get(path)
    client.logout()
    assert client.get(path).content == anonymous


def test_a_withdrawn_address_may_be_kept_but_not_for_ever(client, make_product):
    make_product(1, status="draft")
    answer = client.get("/p/blue-mug-1/")
    assert answer.status_code == 404
    assert "immutable" not in answer.get("Cache-Control", "")
