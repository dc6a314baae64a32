"""What the stock must be, by what has become of the orders. Nothing here asks the code that moved it."""

from django.db import connection

# What an order has taken off the shelf, and what it keeps reserved there, is said by its state alone.
WRONG = """
SELECT s.variant_id, opening.pieces - coalesce(o.gone, 0) - s.on_hand, coalesce(o.kept, 0) - s.reserved
FROM catalog_stock s
JOIN (SELECT DISTINCT ON (variant_id) variant_id, on_hand AS pieces FROM catalog_stockmovement
      WHERE variant_id = ANY (%(ids)s) ORDER BY variant_id, id) opening USING (variant_id)
LEFT JOIN (
    SELECT l.variant_id, sum(l.quantity) FILTER (WHERE o.state = 'pending') AS kept,
           sum(l.quantity - l.returned) FILTER (WHERE o.state IN ('paid', 'shipped', 'delivered', 'returned')) AS gone
    FROM checkout_orderline l JOIN checkout_order o ON o.id = l.order_id
    WHERE l.variant_id = ANY (%(ids)s) GROUP BY l.variant_id) o USING (variant_id)
WHERE s.variant_id = ANY (%(ids)s)
  AND (s.on_hand, s.reserved) IS DISTINCT FROM (opening.pieces - coalesce(o.gone, 0), coalesce(o.kept, 0))
"""
UNCOUNTED = """
SELECT s.variant_id FROM catalog_stock s
JOIN (SELECT variant_id, sum(on_hand) AS on_hand, sum(reserved) AS reserved FROM catalog_stockmovement
      WHERE variant_id = ANY (%(ids)s) GROUP BY variant_id) m USING (variant_id)
WHERE s.variant_id = ANY (%(ids)s) AND (s.on_hand, s.reserved) IS DISTINCT FROM (m.on_hand, m.reserved)
"""


def mistakes(*variants) -> list[str]:
    """A sentence for each variant whose stock is not what its orders and its movements say."""
    ids = {"ids": [variant.pk for variant in variants]}
    with connection.cursor() as cursor:
        cursor.execute(WRONG, ids)
        found = [
            f"variant {variant}: {gone} more are gone than were bought, {kept} fewer are reserved than are promised"
            for variant, gone, kept in cursor.fetchall()
        ]
        cursor.execute(UNCOUNTED, ids)
        found += [f"variant {variant}: its movements do not add up" for (variant,) in cursor.fetchall()]
    return found
