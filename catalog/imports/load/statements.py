"""From the staged batch into the tables: three steps each, and only what differs is written.

What a file leaves empty stays as it is: coalesce(new, old). Each statement returns what it changed.
"""

PRODUCTS = (
    """
    UPDATE catalog_product p
    SET (title, slug, brand_id, part_number, short_description, description, attributes, status, created_at, publish_at,
         unpublish_at, popularity, tax_class)
      = (w.title, w.slug, w.brand_id, w.part_number, w.short_description, w.description, w.attributes, w.status,
         w.created_at, w.publish_at, w.unpublish_at, w.popularity, w.tax_class)
    FROM (SELECT i.id, i.title, i.slug, coalesce(i.brand_id, p.brand_id) AS brand_id,
                 coalesce(nullif(i.part_number, ''), p.part_number) AS part_number,
                 coalesce(nullif(i.short_description, ''), p.short_description) AS short_description,
                 coalesce(nullif(i.description, ''), p.description) AS description,
                 CASE WHEN i.attributes = '{}' THEN p.attributes ELSE i.attributes END AS attributes,
                 CASE WHEN p.status = 'archived' THEN p.status ELSE coalesce(i.status, p.status) END AS status,
                 coalesce(i.created_at, p.created_at) AS created_at, coalesce(i.publish_at, p.publish_at) AS publish_at,
                 coalesce(i.unpublish_at, p.unpublish_at) AS unpublish_at,
                 coalesce(i.popularity, p.popularity) AS popularity,
                 coalesce(nullif(i.tax_class, ''), p.tax_class) AS tax_class
          FROM import_product i JOIN catalog_product p USING (id)) w
    WHERE w.id = p.id
      AND (p.title, p.slug, p.brand_id, p.part_number, p.short_description, p.description, p.attributes, p.status,
           p.created_at, p.publish_at, p.unpublish_at, p.popularity, p.tax_class)
          IS DISTINCT FROM
          (w.title, w.slug, w.brand_id, w.part_number, w.short_description, w.description, w.attributes, w.status,
           w.created_at, w.publish_at, w.unpublish_at, w.popularity, w.tax_class)
    RETURNING p.id
    """,
    """
    INSERT INTO catalog_product (id, title, slug, brand_id, part_number, short_description, description, attributes,
        status, created_at, publish_at, unpublish_at, popularity, tax_class, source, source_id)
    SELECT id, title, slug, brand_id, part_number, short_description, description, attributes,
        coalesce(status, 'published'),
        coalesce(created_at, now()), publish_at, unpublish_at, coalesce(popularity, 0), tax_class, source, source_id
    FROM import_product WHERE is_new ORDER BY id
    RETURNING id
    """,
)

# Variants that the file has no more may lie in carts and orders: they are switched off, never deleted.
VARIANTS = (
    """
    UPDATE catalog_variant v
    SET (product_id, barcodes, options, position, weight_grams, is_active)
      = (i.product_id, CASE WHEN i.barcodes = '[]' THEN v.barcodes ELSE i.barcodes END, i.options, i.position,
         coalesce(i.weight_grams, v.weight_grams), true)
    FROM import_variant i
    WHERE v.id = i.id AND NOT i.is_new
      AND (v.product_id, v.barcodes, v.options, v.position, v.weight_grams, v.is_active)
          IS DISTINCT FROM
          (i.product_id, CASE WHEN i.barcodes = '[]' THEN v.barcodes ELSE i.barcodes END, i.options, i.position,
           coalesce(i.weight_grams, v.weight_grams), true)
    RETURNING v.product_id
    """,
    """
    INSERT INTO catalog_variant (id, product_id, sku, barcodes, options, position, weight_grams, is_active)
    SELECT id, product_id, sku, barcodes, options, position, weight_grams, true
    FROM import_variant WHERE is_new ORDER BY id
    RETURNING product_id
    """,
    """
    UPDATE catalog_variant v SET is_active = false FROM import_product i
    WHERE v.product_id = i.id AND v.is_active AND NOT EXISTS (SELECT FROM import_variant kept WHERE kept.id = v.id)
      AND EXISTS (SELECT FROM import_variant any_variant WHERE any_variant.product_id = i.id)
    RETURNING v.product_id
    """,
)

# Returns variants. An invented number is written once only: the shop's own sales count from then on.
STOCK = (
    """
    INSERT INTO catalog_stock (variant_id, on_hand, reserved, few_below)
    SELECT id, coalesce(on_hand, 0), 0, 5 FROM import_variant i
    WHERE NOT EXISTS (SELECT FROM catalog_stock s WHERE s.variant_id = i.id) ORDER BY id
    RETURNING variant_id
    """,
    """
    UPDATE catalog_stock s SET on_hand = greatest(i.on_hand, s.reserved) FROM import_variant i
    WHERE s.variant_id = i.id AND i.on_hand IS NOT NULL AND NOT i.stock_is_invented
      AND s.on_hand <> greatest(i.on_hand, s.reserved)
    RETURNING s.variant_id
    """,
)

# %(currencies)s: those that the file speaks of; a price that an editor set in another one stays.
PRICES = (
    """
    UPDATE catalog_price c
    SET (amount, sale_amount, sale_from, sale_until) = (i.amount, i.sale_amount, i.sale_from, i.sale_until)
    FROM import_price i
    WHERE c.variant_id = i.variant_id AND c.currency = i.currency
      AND (c.amount, c.sale_amount, c.sale_from, c.sale_until)
          IS DISTINCT FROM (i.amount, i.sale_amount, i.sale_from, i.sale_until)
    RETURNING c.variant_id
    """,
    """
    INSERT INTO catalog_price (variant_id, currency, amount, sale_amount, sale_from, sale_until)
    SELECT variant_id, currency, amount, sale_amount, sale_from, sale_until FROM import_price i
    WHERE NOT EXISTS (SELECT FROM catalog_price c WHERE c.variant_id = i.variant_id AND c.currency = i.currency)
    ORDER BY variant_id, currency
    RETURNING variant_id
    """,
    """
    DELETE FROM catalog_price c USING import_variant i
    WHERE c.variant_id = i.id AND c.currency = ANY (%(currencies)s)
      AND NOT EXISTS (SELECT FROM import_price p WHERE p.variant_id = c.variant_id AND p.currency = c.currency)
    RETURNING c.variant_id
    """,
)

CATEGORIES = (
    """
    UPDATE catalog_productcategory c SET position = i.position FROM import_category i
    WHERE c.product_id = i.product_id AND c.category_id = i.category_id AND c.position <> i.position
    RETURNING c.product_id
    """,
    """
    INSERT INTO catalog_productcategory (product_id, category_id, position)
    SELECT product_id, category_id, position FROM import_category i
    WHERE NOT EXISTS (SELECT FROM catalog_productcategory c
                      WHERE c.product_id = i.product_id AND c.category_id = i.category_id)
    ORDER BY product_id, position
    RETURNING product_id
    """,
    """
    DELETE FROM catalog_productcategory c USING import_product i
    WHERE c.product_id = i.id AND i.has_categories
      AND NOT EXISTS (SELECT FROM import_category k WHERE k.product_id = c.product_id AND k.category_id = c.category_id)
    RETURNING c.product_id
    """,
)

# Pictures that editors uploaded have no source_url and are left alone, as is a file that this run didn't find.
IMAGES = (
    """
    UPDATE catalog_image m
    SET (variant_id, file, width, height, alt, position) = (w.variant_id, w.file, w.width, w.height, w.alt, w.position)
    FROM (SELECT m.id, i.variant_id, i.position, coalesce(nullif(i.alt, ''), m.alt) AS alt,
                 coalesce(nullif(i.file, ''), m.file) AS file,
                 CASE WHEN i.file = '' THEN m.width ELSE i.width END AS width,
                 CASE WHEN i.file = '' THEN m.height ELSE i.height END AS height
          FROM import_image i JOIN catalog_image m ON m.product_id = i.product_id AND m.source_url = i.source_url) w
    WHERE w.id = m.id
      AND (m.variant_id, m.file, m.width, m.height, m.alt, m.position)
          IS DISTINCT FROM (w.variant_id, w.file, w.width, w.height, w.alt, w.position)
    RETURNING m.product_id
    """,
    """
    INSERT INTO catalog_image (product_id, variant_id, source_url, file, width, height, alt, position)
    SELECT product_id, variant_id, source_url, file, width, height, alt, position FROM import_image i
    WHERE NOT EXISTS (SELECT FROM catalog_image m WHERE m.product_id = i.product_id AND m.source_url = i.source_url)
    ORDER BY product_id, position
    RETURNING product_id
    """,
    """
    DELETE FROM catalog_image m USING import_product i
    WHERE m.product_id = i.id AND i.has_images AND m.source_url <> ''
      AND NOT EXISTS (SELECT FROM import_image k WHERE k.product_id = m.product_id AND k.source_url = m.source_url)
    RETURNING m.product_id
    """,
)

RELATED = (
    """
    UPDATE catalog_relatedproduct r SET position = i.position FROM import_related i
    WHERE r.product_id = i.product_id AND r.to_id = i.to_id AND r.kind = i.kind AND r.position <> i.position
    RETURNING r.product_id
    """,
    """
    INSERT INTO catalog_relatedproduct (product_id, to_id, kind, position)
    SELECT product_id, to_id, kind, position FROM import_related i
    WHERE NOT EXISTS (SELECT FROM catalog_relatedproduct r
                      WHERE r.product_id = i.product_id AND r.to_id = i.to_id AND r.kind = i.kind)
    ORDER BY product_id, kind, position
    RETURNING product_id
    """,
    """
    DELETE FROM catalog_relatedproduct r
    WHERE (r.product_id, r.kind) IN (SELECT product_id, kind FROM import_related)
      AND NOT EXISTS (SELECT FROM import_related k
                      WHERE k.product_id = r.product_id AND k.to_id = r.to_id AND k.kind = r.kind)
    RETURNING r.product_id
    """,
)

# Reviews come approved; what an editor decides about one later stands.
REVIEWS = (
    """
    INSERT INTO catalog_review (product_id, source_id, author, rating, title, text, status)
    SELECT product_id, source_id, author, rating, title, text, 'approved' FROM import_review i
    WHERE NOT EXISTS (SELECT FROM catalog_review r WHERE r.product_id = i.product_id AND r.source_id = i.source_id)
    ORDER BY product_id, source_id
    RETURNING product_id
    """,
)
