"""Surrogate keys of customers: `u9` marks what customer 9 sees of themselves (holes), purged when their row changes.

Their own changes show without it: the pin, which every write renews, is part of a hole's address. The key is for
changes from elsewhere: an editor, another device. `last_login` and the password show nowhere.
"""

from shop.outbox.triggers import notes


def customer_notes():
    return notes(
        update="SELECT 'u' || n.id FROM new_rows n JOIN old_rows o USING (id) "
        "WHERE (n.name, n.email, n.is_active) IS DISTINCT FROM (o.name, o.email, o.is_active)",
        delete="SELECT 'u' || id FROM old_rows",
    )
