"""The cache of the running stack, at the front door: shared by all, personal where it should be, never old."""

import re
import time

import pytest
import requests

pytestmark = [pytest.mark.stack, pytest.mark.serial]


def visitor() -> requests.Session:
    return requests.Session()


def signed_in(stack) -> tuple[requests.Session, str]:
    """A new customer and their name."""
    session, name = visitor(), f"Vera{time.time_ns()}"
    fields = {"email": f"{name}@example.com", "name": name, "password": "a long enough phrase"}
    answer = send(session, f"{stack.url}/account/signup/", "/account/signup/", fields)
    assert answer.status_code == 302, answer.text
    return session, name


def send(session, action: str, form_path: str, fields: dict) -> requests.Response:
    """A form with the token of the page it stands on."""
    origin = action.split("/", 3)[:3]
    page = session.get("/".join(origin) + form_path).text
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    own = {"Origin": "/".join(origin), "Sec-Fetch-Site": "same-origin"}
    return session.post(action, fields | {"csrfmiddlewaretoken": token}, headers=own, allow_redirects=False)


def with_cart(stack) -> requests.Session:
    session = visitor()
    variant = stack.psql(
        "SELECT v.id FROM catalog_variant v JOIN catalog_stock s ON s.variant_id = v.id JOIN catalog_price p "
        "ON p.variant_id = v.id WHERE s.on_hand > 20 AND v.is_active AND p.currency = 'USD' LIMIT 1"
    )
    own = {"Origin": stack.url, "Sec-Fetch-Site": "same-origin"}
    session.post(f"{stack.url}/cart/add/", {"variant": variant, "quantity": "3"}, headers=own)
    return session


def pages(stack) -> list[str]:
    return ["/", stack.category_path, stack.product_path, "/search/?q=oak", "/pages/about/"]


def test_all_visitors_are_served_from_one_object(stack):
    for session in (visitor(), signed_in(stack)[0], with_cart(stack)):
        for path in pages(stack):
            stack.get(path)
            assert session.get(stack.url + path).headers["X-Cache"] == "hit", path


def test_each_sees_their_own_in_it(stack):
    (vera, name), carrier, anonymous = signed_in(stack), with_cart(stack), visitor()
    for path in pages(stack):
        own, counted, nobody = (one.get(stack.url + path).text for one in (vera, carrier, anonymous))
        assert name in own
        assert '<span class="badge">3<' in counted
        assert name not in counted + nobody
        assert 'class="badge"' not in nobody


def test_a_visitors_own_change_shows_on_the_next_page(stack):
    carrier = with_cart(stack)
    for quantity in (1, 2, 7, 4):
        page = carrier.get(f"{stack.url}/cart/").text
        line = re.search(r'name="line" value="(\d+)"', page)[1]
        send(carrier, f"{stack.url}/cart/update/", "/cart/", {"line": line, "quantity": str(quantity)})
        assert f'<span class="badge">{quantity}<' in carrier.get(stack.url).text


def test_nothing_of_the_inside_goes_out(stack):
    for path in pages(stack):
        headers = stack.get(path).headers
        assert not {"xkey", "surrogate-control", "surrogate-key"} & {name.lower() for name in headers}
