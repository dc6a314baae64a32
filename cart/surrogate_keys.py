"""Surrogate keys of carts: `u9` (customer 9's) or `k4` (a guest's, by the cart), purged when a line changes.

The visitor's own change shows without it (see accounts/surrogate_keys.py); this is for a second device.
"""

from shop.outbox.triggers import notes

OWNER = "SELECT DISTINCT coalesce('u' || c.customer_id, 'k' || c.id) FROM {rows} l JOIN cart_cart c ON c.id = l.cart_id"


def line_notes():
    return notes(
        insert=OWNER.format(rows="new_rows"), update=OWNER.format(rows="new_rows"), delete=OWNER.format(rows="old_rows")
    )
