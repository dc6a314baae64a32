"""Faults of PostgreSQL nodes while visitors browse: a test each, with numbers.

case             one fault: visitors before, during and after it, and what is promised to them
browse           eight visitors in a process of their own; prints what each request met
visitors         starts them, and says what they saw
report           the table of all cases, at the end of `bin/test tests/stack/databases`
sessions         direct connections to the nodes, for faults that are made by SQL
wire             a TCP line that can be cut, silenced, slowed
private_machine  a network or an /etc/hosts of one's own, for firewalls and changes of names
reader, reads    a process that reads in there, and what it read
"""
