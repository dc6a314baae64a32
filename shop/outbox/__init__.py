"""From a commit to every cache: triggers write the changed tags into `shop_outbox`, the relay tells who holds copies.

triggers   a trigger that notes tags, built from one table an app (surrogate_keys.py)
relay      drains the outbox: versions in Redis, purges to each Varnish
varnish    one Varnish node
record     who heard of which change, and when
due        what the clock changes: hooks that the relay calls
"""
