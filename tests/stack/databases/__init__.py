"""Faults of PostgreSQL nodes while visitors browse: a test each, with numbers.

browse      eight visitors in a process of their own; prints what each request met
visitors    starts them, and says what they saw
report      the table of all cases (`bin/test tests/stack/databases -s`)
wire        a TCP proxy that can be cut, frozen, slowed
app_host    an application server of our own, behind wires, pgbouncer or private host names
sessions    direct connections to the nodes, for faults that are made by SQL
"""
