"""A shop's old invoices become orders again: through the code that places, pays and takes back real ones.

`manage.py replay_orders FILE` (docs/checkout.md). UCI's "Online Retail" is such a file.
"""
