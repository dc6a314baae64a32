"""A buyer on the road from the cart to the order: each step's answer, taken from the page itself."""

import re

from django.urls import reverse

HOME = {
    "name": "Ann Lee",
    "street_address": "1 High Street",
    "city": "London",
    "postal_code": "SW1A 1AA",
    "country_code": "GB",
}
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


class Buyer:
    """One visitor; every method answers with the response of its last request."""

    def __init__(self, client):
        self.client = client

    def add(self, variant, quantity=1):
        response = self.client.post(reverse("cart:add"), {"variant": variant.pk, "quantity": quantity})
        assert response.status_code == 303, response.content.decode()
        return response

    def get(self, name, *arguments):
        return self.client.get(reverse(f"checkout:{name}", args=arguments))

    def post(self, name, *arguments, **fields):
        return self.client.post(reverse(f"checkout:{name}", args=arguments), fields)

    def say_address(self, email="ann@example.com", billing=None, **delivery):
        fields = {"email": email} if email else {}
        fields |= {f"delivery-{name}": value for name, value in (HOME | delivery).items()}
        if billing is None:
            fields["billing_is_same"] = "on"
        else:
            fields |= {f"billing-{name}": value for name, value in (HOME | billing).items()}
        return self.post("address", **fields)

    def choose(self, way="standard-europe"):
        return self.post("shipping", way=way)

    def shown(self) -> dict[str, str]:
        """What the review's form would send back."""
        return hidden_fields(self.get("review"))

    def order(self, **changed):
        return self.post("review", **(self.shown() | {"terms": "on"} | changed))

    def walk(self, variant, quantity=1):
        """As far as the review."""
        self.add(variant, quantity)
        self.say_address()
        self.choose()

    def buy(self, variant, quantity=1):
        self.walk(variant, quantity)
        return self.order()


def hidden_fields(response) -> dict[str, str]:
    found = dict(HIDDEN.findall(response.content.decode()))
    return {name: found[name] for name in ("key", "agreed", "total") if name in found}
