"""What the stock says is promised, against the orders that it was promised to."""

from catalog.consistency import Check

PROMISED = """
SELECT {columns} FROM catalog_stock s LEFT JOIN (
    SELECT l.variant_id, sum(l.quantity) AS pieces FROM checkout_orderline l JOIN checkout_order o ON o.id = l.order_id
    WHERE o.state = 'pending' AND l.variant_id = ANY (%(ids)s) GROUP BY l.variant_id
) p ON p.variant_id = s.variant_id
WHERE s.variant_id = ANY (%(ids)s) AND s.reserved <> coalesce(p.pieces, 0)
"""
CORRECT = """
UPDATE catalog_stock s SET reserved = wrong.pieces, on_hand = greatest(s.on_hand, wrong.pieces)
FROM ({}) wrong WHERE s.variant_id = wrong.variant_id
"""
# Orders come while it looks: the repair counts and writes under the locks that a reservation waits for. What was
# promised without being there is counted as there: the orders stand, and who counts the shelf corrects it.
RESERVED = Check(
    "stock reserved for orders",
    "catalog_variant",
    PROMISED.format(columns="s.variant_id"),
    (
        "SELECT FROM catalog_stock WHERE variant_id = ANY (%(ids)s) ORDER BY variant_id FOR UPDATE",
        CORRECT.format(PROMISED.format(columns="s.variant_id, coalesce(p.pieces, 0)::int AS pieces")),
    ),
)
