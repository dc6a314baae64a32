"""Surrogate keys of customers: `u9` marks what customer 9 sees of themselves (holes), purged when their row changes.

Their own changes show without it: the pin, which every write renews, is part of a hole's address. The key is for
changes from elsewhere: an editor, another device. A new password shows nowhere, but ends all other sessions, as does a
log-out everywhere; a log-out ends one, whose id may be in other hands. What they may do is known by it, too
(backend.py). `last_login` shows nowhere.
"""

from django.contrib.auth.signals import user_logged_out
from django.db import connection
from django.dispatch import receiver

from shop.outbox.triggers import notes


def customer_notes():
    return notes(
        update="SELECT 'u' || n.id FROM new_rows n JOIN old_rows o USING (id) "
        "WHERE (n.name, n.email, n.is_active, n.is_staff, n.is_superuser, n.password, n.sessions_ended) "
        "IS DISTINCT FROM (o.name, o.email, o.is_active, o.is_staff, o.is_superuser, o.password, o.sessions_ended)",
        delete="SELECT 'u' || id FROM old_rows",
    )


@receiver(user_logged_out)
def note_log_out(user, **kwargs):
    if user is not None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT shop_note(%s)", [[f"u{user.pk}"]])
