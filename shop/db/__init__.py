"""Which PostgreSQL server answers a query, and what happens when one doesn't.

position   a place in the write-ahead log (LSN), as a whole number
visit      one request's own state: what it must see, whether it has written, which node it reads
pin        the position of a visitor's last write, in a signed cookie
router     Django's question "which database?" answered from the visit
node       one server as this process sees it: role, position, heartbeat, breaker, open sockets
nodes      all of them: which is the primary, which replica takes the next visit
breaker    closed, open, half-open: whether a node is in rotation
probe      the background thread that asks every node how it is
faults     what psycopg2's errors mean
backend/   Django's PostgreSQL back end with all this in it: a read that fails is repeated on another node
seen       SQL comments, Server-Timing and counters
report     what each server is and does (`manage.py replicas`); inquiry asks them all at once, within a limit

docs/replicas.md tells the whole story.
"""
