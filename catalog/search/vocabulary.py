"""The words that corrections and suggestions are made of.

Search finds a new product at its commit; its new words can be corrected to, and are suggested, after the next count.
A count is one pass over the titles (19,000 in 0.2 s): once after an import, and now and then (catalog/tasks.py).
"""

from shop.db.router import reader


def count_words() -> int:
    """Brings the vocabulary up to date; how many words were written or removed."""
    with reader().cursor() as cursor:
        cursor.execute("SELECT catalog_count_words()")
        return cursor.fetchone()[0]
