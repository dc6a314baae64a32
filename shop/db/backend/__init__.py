"""Django's PostgreSQL back end, twice: `primary` takes writes, `replica` is whichever replica serves the visit.

watched      what both do: connect within a limit, be hung up, label and count statements
connecting   a connection within a limit
statements   whether a statement writes
limiter      a few reads at a time on the primary when all replicas are gone
"""
