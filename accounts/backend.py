"""Who is signed in, without a query: the customer's row as the relay last told of it (shop/caching/own.py).

The password's hash stays in the database: instead of it goes what a session is checked by, an HMAC of it that the
session holds anyway. A request that may write gets the whole row from the primary.
"""

from django.contrib.auth.backends import ModelBackend

from accounts.models import Customer
from shop.caching.own import own
from shop.caching.query import instance, plain_row
from shop.rates import spend

COLUMNS = ("email", "name", "is_active", "is_staff", "is_superuser")


class CachedCustomers(ModelBackend):
    def authenticate(self, request, username=None, password=None, **kwargs):
        """Every way in counts, the admin's, too: before anything is hashed, whether or not there is such a customer."""
        if request is not None and username is not None and password is not None:
            spend(request, "log-in", email=username)
        return super().authenticate(request, username=username, password=password, **kwargs)

    def get_user(self, user_id):
        """The customer if there is one and they may sign in. Every other column is fetched when it is asked for."""
        row = own(f"u{user_id}", "customer", lambda: row_of(user_id))
        if row is None:
            return None
        customer = instance(Customer, row["columns"])
        customer.known_session_hash = row["session_hash"]
        return customer if self.user_can_authenticate(customer) else None


def row_of(user_id) -> dict | None:
    found = Customer.objects.only(*COLUMNS, "password", "sessions_ended").filter(pk=user_id).first()
    if found is None:
        return None
    session_hash = found.get_session_auth_hash()
    del found.password, found.sessions_ended
    return {"columns": plain_row(found), "session_hash": session_hash}
