"""What the pages read: one module a page or part of one, each with a fixed number of queries.

Pages never build querysets themselves; what they get from here needs no further query to be shown.
"""
