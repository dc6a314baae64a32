"""The cache of the running stack, at the front door: shared by all, personal where it should be, never old."""

import re
import time

import pytest
import requests

pytestmark = [pytest.mark.stack, pytest.mark.serial]
FRESH_SECONDS = 1.0


@pytest.fixture
def product(stack):
    """Id, path and title of a product that only the test changes; it looks as before afterwards."""
    slug = stack.product_path.strip("/").split("/")[1]
    number, title = stack.psql(f"SELECT id, title FROM catalog_product WHERE slug = '{slug}'").split("|")
    yield number, stack.product_path, title
    stack.psql(f"UPDATE catalog_product SET title = '{title}' WHERE id = {number}")


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


@pytest.mark.parametrize("way", ["app1", "varnish", "lb"])
def test_a_commit_is_seen_everywhere_within_a_second(stack, product, way):
    number, path, _ = product
    for round_ in range(10):
        title = f"Renamed {way} {round_} {time.time_ns()}"
        stack.psql(f"UPDATE catalog_product SET title = '{title}' WHERE id = {number}")
        committed = time.monotonic()
        while title not in stack.get(path, layer=way).text:
            assert time.monotonic() - committed < FRESH_SECONDS, f"still the old page by way of {way}"


def test_a_sale_begins_and_ends_by_itself(stack, product):
    number, path, _ = product
    its_own = f"WHERE variant_id IN (SELECT id FROM catalog_variant WHERE product_id = {number})"
    stack.psql(
        "UPDATE catalog_price SET sale_amount = 0.77, sale_from = clock_timestamp() + interval '1.5 seconds', "
        f"sale_until = clock_timestamp() + interval '4 seconds' {its_own}"
    )
    began = time.monotonic()
    try:
        for moment, on_sale in ((0.9, False), (2.6, True), (5.1, False)):
            time.sleep(max(began + moment - time.monotonic(), 0))
            assert ("$0.77" in stack.get(path).text) == on_sale, moment
    finally:
        stack.psql(f"UPDATE catalog_price SET sale_amount = NULL, sale_from = NULL, sale_until = NULL {its_own}")


def test_nothing_of_the_inside_goes_out(stack):
    for path in pages(stack):
        headers = stack.get(path).headers
        assert not {"xkey", "surrogate-control", "surrogate-key"} & {name.lower() for name in headers}


def test_relay_killed_in_the_midst_of_edits(stack, product):
    number, path, _ = product
    for round_ in range(3):
        stack.psql(f"UPDATE catalog_product SET title = 'Before the kill {round_}' WHERE id = {number}")
        stack.kill("relay")
        title = f"After the kill {round_} {time.time_ns()}"
        stack.psql(f"UPDATE catalog_product SET title = '{title}' WHERE id = {number}")
        deadline = time.monotonic() + 20
        while title not in stack.get(path).text:
            assert time.monotonic() < deadline
            time.sleep(0.1)
