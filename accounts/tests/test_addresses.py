"""The address book: a customer's own, and nobody else's."""

import pytest
from django.urls import reverse

from accounts.models import Address, Customer

pytestmark = pytest.mark.django_db
FIELDS = {
    "country_code": "US", "name": "Ann Lee", "street_address": "1 Infinite Loop", "city": "Cupertino",
    "country_area": "CA", "postal_code": "95014",
}  # fmt: skip


@pytest.fixture
def ann(client):
    customer = Customer.objects.create_user("ann@example.com", "a long enough pass phrase", name="Ann Lee")
    client.force_login(customer)
    return customer


@pytest.fixture
def bos():
    """Another customer's address."""
    return made(Customer.objects.create_user("bo@example.com", "a long enough pass phrase"))


def made(customer, **fields) -> Address:
    address = Address(customer=customer)
    address.keep({"company_name": "", "city_area": "", "phone": ""} | FIELDS | fields)
    return address


def add(client, **fields):
    return client.post(reverse("accounts:address_add"), FIELDS | fields)


def defaults(customer):
    return [(a.name, a.is_for_delivery, a.is_for_billing) for a in customer.addresses.order_by("pk")]


def test_the_first_address_is_the_default_and_the_second_is_not(client, ann):
    assert add(client).url == reverse("accounts:addresses")
    add(client, name="Bea Lee")
    assert defaults(ann) == [("Ann Lee", True, True), ("Bea Lee", False, False)]
    page = client.get(reverse("accounts:addresses")).content.decode()
    assert "CUPERTINO" in page and page.count("Send parcels here") == 1


def test_each_use_has_one_default(client, ann):
    first, second = made(ann), made(ann, name="Bea Lee")
    client.post(reverse("accounts:address_default", args=[second.pk]), {"use": "billing"})
    assert defaults(ann) == [("Ann Lee", True, False), ("Bea Lee", False, True)]
    assert client.post(reverse("accounts:address_default", args=[first.pk]), {"use": "owner"}).status_code == 404


def test_it_changes_and_goes(client, ann):
    address = made(ann)
    path = reverse("accounts:address_edit", args=[address.pk])
    assert 'value="Cupertino"' in client.get(path).content.decode()
    client.post(path, FIELDS | {"city": "San Jose", "postal_code": "95110"})
    assert ann.addresses.get().city == "San Jose" and defaults(ann) == [("Ann Lee", True, True)]
    client.post(reverse("accounts:address_delete", args=[address.pk]))
    assert not ann.addresses.exists()


def test_what_is_wrong_saves_nothing(client, ann):
    answer = add(client, postal_code="1")
    assert answer.context["form"].errors and not ann.addresses.exists()


def test_another_country_shows_its_fields_and_saves_nothing(client, ann):
    answer = add(client, country_code="DE", change_country="1")
    page = answer.content.decode()
    assert "Postal code" in page and 'name="country_area"' not in page and 'value="Cupertino"' in page
    assert not ann.addresses.exists()


@pytest.mark.parametrize(
    ("name", "fields"), [("edit", FIELDS | {"city": "Mine"}), ("delete", {}), ("default", {"use": "billing"})]
)
def test_another_customers_is_not_there(client, ann, bos, name, fields):
    before = bos.as_dict()
    path = reverse(f"accounts:address_{name}", args=[bos.pk])
    assert client.post(path, fields).status_code == 404
    assert client.get(path).status_code in (404, 405)
    bos.refresh_from_db()
    assert bos.as_dict() == before and bos.is_for_billing


def test_nobodys_pages_lead_to_the_door(client, bos):
    for name, args in [
        ("addresses", []),
        ("address_add", []),
        ("address_edit", [bos.pk]),
        ("address_delete", [bos.pk]),
    ]:
        path = reverse(f"accounts:{name}", args=args)
        assert client.post(path, FIELDS).url == f"{reverse('accounts:login')}?next={path}"


def test_an_id_that_none_can_have_is_not_there(client, ann):
    assert client.get(f"/account/addresses/{'9' * 30}/").status_code == 404


def test_a_book_is_full_at_its_limit(client, ann, monkeypatch):
    monkeypatch.setattr("accounts.views.addresses.MAX_ADDRESSES", 1)
    made(ann)
    add(client, name="Bea Lee")
    assert len(defaults(ann)) == 1
    assert "Add an address" not in client.get(reverse("accounts:addresses")).content.decode()


def test_who_owns_an_address_is_no_field(client, ann, bos):
    add(client, customer=bos.customer_id, customer_id=bos.customer_id, id=bos.pk, is_for_billing="on")
    assert bos.customer.addresses.count() == 1 and ann.addresses.count() == 1


def test_text_is_text(client, ann):
    made(ann, name="<script>alert(1)</script>")
    assert "<script>alert" not in client.get(reverse("accounts:addresses")).content.decode()
    assert client.get(reverse("accounts:addresses"))["Cache-Control"] == "private, no-store"


def test_the_list_asks_once(client, ann, django_assert_max_num_queries):
    for number in range(5):
        made(ann, name=f"Ann {number}")
    client.get(reverse("accounts:addresses"))
    with django_assert_max_num_queries(3) as asked:  # addresses; the badge's sum; the menu
        client.get(reverse("accounts:addresses"))
    assert sum("accounts_address" in query["sql"] for query in asked.captured_queries) == 1
