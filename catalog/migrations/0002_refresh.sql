-- What is denormalised on products, and how it is computed: one view says what each column should be, one function makes
-- it so. The triggers (catalog/triggers.py) and bulk loads call the function; `check_consistency` compares with the view.

-- The currency that listings sort and show by. Rewritten after each migrate from DEFAULT_CURRENCY (catalog/after_migrate.py).
CREATE FUNCTION catalog_default_currency() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT 'USD'::text $$;

-- english stemming, with accents folded: "café" is found by "cafe".
CREATE TEXT SEARCH CONFIGURATION shop (COPY = english);
ALTER TEXT SEARCH CONFIGURATION shop
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, english_stem;

CREATE FUNCTION catalog_strip_tags(html text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT regexp_replace(html, '<[^>]*>', ' ', 'g') $$;

-- 'men/tops' for the category at a path of the tree (four characters a step).
CREATE FUNCTION catalog_url_path(node_path text, node_slug text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT coalesce(string_agg(slug, '/' ORDER BY path) || '/', '') || node_slug
    FROM catalog_category
    WHERE path IN (SELECT left(node_path, 4 * step) FROM generate_series(1, length(node_path) / 4 - 1) step)
$$;

-- An old address leads to what had it last; an address in use again leads nowhere else.
CREATE FUNCTION catalog_keep_old_path(old_address text, new_address text, its_product bigint, its_category bigint)
RETURNS void LANGUAGE sql AS $$
    DELETE FROM catalog_oldslug WHERE old_path = new_address;
    INSERT INTO catalog_oldslug (old_path, product_id, category_id) VALUES (old_address, its_product, its_category)
    ON CONFLICT (old_path) DO UPDATE SET product_id = excluded.product_id, category_id = excluded.category_id;
$$;

-- Stock is shown as a band: 0 sold out, 1 few left, 2 in stock.
CREATE FUNCTION catalog_set_bands(variant_ids bigint[]) RETURNS void LANGUAGE sql AS $$
    SELECT set_config('shop.refreshing', 'on', true);
    UPDATE catalog_variant v SET stock_band = w.band
    FROM (SELECT v.id, CASE WHEN coalesce(s.on_hand - s.reserved, 0) <= 0 THEN 0
                            WHEN s.on_hand - s.reserved < s.few_below THEN 1 ELSE 2 END AS band
          FROM catalog_variant v LEFT JOIN catalog_stock s ON s.variant_id = v.id
          WHERE v.id = ANY (variant_ids)) w
    WHERE w.id = v.id AND v.stock_band <> w.band;
    SELECT set_config('shop.refreshing', 'off', true);
$$;

-- Each product's facet values as text: brand, attributes marked as facets, options of active variants.
CREATE VIEW catalog_product_facet AS
    SELECT p.id AS product_id, a.id AS attribute_id, left(b.name, 200) AS value
    FROM catalog_product p JOIN catalog_brand b ON b.id = p.brand_id JOIN catalog_attribute a ON a.code = 'brand' AND a.is_facet
    UNION
    SELECT p.id, a.id, left(part.value, 200)
    FROM catalog_product p
    CROSS JOIN LATERAL jsonb_each(p.attributes) described
    JOIN catalog_attribute a ON a.code = described.key AND a.is_facet
    CROSS JOIN LATERAL jsonb_array_elements_text(
        CASE jsonb_typeof(described.value) WHEN 'array' THEN described.value ELSE jsonb_build_array(described.value) END) part
    WHERE part.value <> ''
    UNION
    SELECT v.product_id, a.id, left(chosen.value, 200)
    FROM catalog_variant v
    CROSS JOIN LATERAL jsonb_each_text(v.options) chosen
    JOIN catalog_attribute a ON a.code = chosen.key AND a.is_facet
    WHERE v.is_active AND chosen.value <> '';

-- All but the facets, which a batch finds for all its products together.
CREATE VIEW catalog_product_plain AS
SELECT
    p.id,
    offer.price,
    offer.list_price,
    coalesce(offer.price_varies, false) AS price_varies,
    coalesce((SELECT max(v.stock_band) FROM catalog_variant v WHERE v.product_id = p.id AND v.is_active), 0::smallint) AS stock_band,
    coalesce(picture.file, '') AS image_file,
    picture.width AS image_width,
    picture.height AS image_height,
    reviews.rating,
    reviews.rating_count,
    coalesce(listed.category_ids, '{}') AS category_ids,
    least(
        CASE WHEN p.publish_at > now() THEN p.publish_at END,
        CASE WHEN p.unpublish_at > now() THEN p.unpublish_at END,
        offer.next_change_at) AS next_change_at,
    p.status = 'published' AND coalesce(p.publish_at <= now(), true) AND coalesce(p.unpublish_at > now(), true) AS is_live
FROM catalog_product p
LEFT JOIN LATERAL (
    SELECT min(now_price) AS price, (array_agg(amount ORDER BY now_price, amount DESC))[1] AS list_price,
           min(now_price) <> max(now_price) AS price_varies, min(next_change_at) AS next_change_at
    FROM (SELECT c.amount,
                 CASE WHEN c.sale_amount IS NOT NULL AND coalesce(c.sale_from <= now(), true)
                           AND coalesce(c.sale_until > now(), true) THEN c.sale_amount ELSE c.amount END AS now_price,
                 CASE WHEN c.sale_amount IS NOT NULL THEN least(
                     CASE WHEN c.sale_from > now() THEN c.sale_from END,
                     CASE WHEN c.sale_until > now() THEN c.sale_until END) END AS next_change_at
          FROM catalog_variant v JOIN catalog_price c ON c.variant_id = v.id AND c.currency = catalog_default_currency()
          WHERE v.product_id = p.id AND v.is_active) priced
) offer ON true
LEFT JOIN LATERAL (
    SELECT i.file, i.width, i.height FROM catalog_image i
    WHERE i.product_id = p.id AND i.file <> '' ORDER BY i.position, i.id LIMIT 1
) picture ON true
LEFT JOIN LATERAL (
    SELECT round(avg(r.rating), 2) AS rating, count(*)::integer AS rating_count
    FROM catalog_review r WHERE r.product_id = p.id AND r.status = 'approved'
) reviews ON true
LEFT JOIN LATERAL (
    SELECT array_agg(DISTINCT above.id ORDER BY above.id) AS category_ids
    FROM catalog_productcategory pc JOIN catalog_category c ON c.id = pc.category_id
    CROSS JOIN LATERAL generate_series(1, c.depth) step
    JOIN catalog_category above ON above.path = left(c.path, 4 * step)
    WHERE pc.product_id = p.id AND above.is_active
) listed ON true;

-- What each derived column should be.
CREATE VIEW catalog_product_derived AS
SELECT d.*, ARRAY(
    SELECT fv.id FROM catalog_product_facet f
    JOIN catalog_facetvalue fv ON fv.attribute_id = f.attribute_id AND fv.value = f.value
    WHERE f.product_id = d.id ORDER BY fv.id LIMIT 200) AS facet_ids  -- an index row holds no more than 600
FROM catalog_product_plain d;

-- 'DV7-1211/ea' as 'dv71211ea': article numbers are found however they are punctuated.
CREATE FUNCTION catalog_fold_code(code text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT lower(regexp_replace(code, '[^[:alnum:]]+', '', 'g')) $$;

-- The words of a title that say what the product is: the first nine, up to what it is for.
CREATE FUNCTION catalog_title_head(title text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT regexp_replace(substring(title, '^\s*(?:\S+\s+){0,8}\S*'),
                          '\s(?:for|with|w/|compatible|fits|suitable)\s.*$', '', 'i')
$$;

-- Weights: A head of the title, brand, part number, SKUs, barcodes; B rest of the title, categories; C short description;
-- D attributes and description. Longer texts are cut: what nobody reads finds nothing useful, and costs on every import.
CREATE FUNCTION catalog_search_vector(p catalog_product) RETURNS tsvector LANGUAGE sql STABLE AS $$
    SELECT setweight(to_tsvector('shop', head), 'A')
        || setweight(to_tsvector('shop', substr(p.title, length(head) + 1)), 'B')
        || setweight(to_tsvector('shop', coalesce((
               SELECT string_agg(c.name, ' ' ORDER BY c.path) FROM catalog_productcategory pc
               JOIN catalog_category c ON c.id = pc.category_id WHERE pc.product_id = p.id), '')), 'B')
        || setweight(to_tsvector('shop', coalesce((SELECT name FROM catalog_brand b WHERE b.id = p.brand_id), '')), 'A')
        || setweight(to_tsvector('shop', coalesce((
               SELECT string_agg(catalog_fold_code(code), ' ') FROM (
                   SELECT p.part_number AS code
                   UNION (SELECT sku FROM catalog_variant v WHERE v.product_id = p.id ORDER BY v.id LIMIT 50)
                   UNION (SELECT jsonb_array_elements_text(v.barcodes) FROM catalog_variant v
                          WHERE v.product_id = p.id AND jsonb_typeof(v.barcodes) = 'array' LIMIT 50)
                   ORDER BY code) codes
               WHERE code ~ '[0-9]' AND length(code) <= 40), '')), 'A')
        || setweight(to_tsvector('shop', left(p.short_description, 1000)), 'C')
        || setweight(jsonb_to_tsvector('shop', p.attributes, '["string"]'), 'D')
        || setweight(to_tsvector('shop', left(catalog_strip_tags(left(p.description, 8000)), 4000)), 'D')
    FROM catalog_title_head(p.title) head
$$;

-- Ranking reads it for thousands of rows: when a row is too wide, the texts leave it first (8,500 pages read became 2,100).
ALTER TABLE catalog_product ALTER COLUMN search SET STORAGE MAIN;

-- Recomputes what is derived, for these products; writes only what differs. `touch` raises `version` even when no
-- column of the product itself differs (another option label, another picture text): its page shows that, too.
-- Without jit: compiling these plans takes five times as long as running them for a batch of a thousand.
CREATE FUNCTION catalog_refresh(ids bigint[], touch boolean DEFAULT false) RETURNS void LANGUAGE plpgsql SET jit = off AS $$
BEGIN
    IF coalesce(cardinality(ids), 0) = 0 THEN
        RETURN;
    END IF;
    -- One order for all, so that two refreshes can't deadlock; the later one then sees what the earlier one committed.
    PERFORM FROM catalog_product WHERE id = ANY (ids) ORDER BY id FOR NO KEY UPDATE;

    INSERT INTO catalog_facetvalue (attribute_id, value)
    SELECT DISTINCT f.attribute_id, f.value FROM catalog_product_facet f
    WHERE f.product_id = ANY (ids)
      AND NOT EXISTS (SELECT FROM catalog_facetvalue fv WHERE fv.attribute_id = f.attribute_id AND fv.value = f.value)
    ORDER BY 1, 2
    ON CONFLICT DO NOTHING;

    PERFORM set_config('shop.refreshing', 'on', true);
    WITH faceted AS MATERIALIZED (
        SELECT f.product_id, (array_agg(fv.id ORDER BY fv.id))[:200] AS facet_ids FROM catalog_product_facet f
        JOIN catalog_facetvalue fv ON fv.attribute_id = f.attribute_id AND fv.value = f.value
        WHERE f.product_id = ANY (ids) GROUP BY f.product_id)
    UPDATE catalog_product p
    SET price = d.price, list_price = d.list_price, price_varies = d.price_varies, stock_band = d.stock_band,
        image_file = d.image_file, image_width = d.image_width, image_height = d.image_height,
        rating = d.rating, rating_count = d.rating_count, category_ids = d.category_ids, facet_ids = d.facet_ids,
        next_change_at = d.next_change_at, search = d.search,
        version = p.version + CASE WHEN touch THEN 1 ELSE 0 END
    FROM (SELECT d.*, coalesce(f.facet_ids, '{}') AS facet_ids, catalog_search_vector(the_product) AS search
          FROM catalog_product_plain d JOIN catalog_product the_product USING (id)
          LEFT JOIN faceted f ON f.product_id = d.id
          -- Said of each of the three, or the planner reads the whole table for one of them.
          WHERE d.id = ANY (ids) AND the_product.id = ANY (ids)) d
    WHERE d.id = p.id AND p.id = ANY (ids)
      AND (touch OR (p.price, p.list_price, p.price_varies, p.stock_band, p.image_file, p.image_width, p.image_height,
                     p.rating, p.rating_count, p.category_ids, p.facet_ids, p.next_change_at, p.search)
           IS DISTINCT FROM (d.price, d.list_price, d.price_varies, d.stock_band, d.image_file, d.image_width, d.image_height,
                     d.rating, d.rating_count, d.category_ids, d.facet_ids, d.next_change_at, d.search));

    PERFORM set_config('shop.refreshing', 'off', true);
    PERFORM catalog_refresh_listings(ids);
END
$$;

-- A live product has one listing in each of its categories and their ancestors; any other product has none.
CREATE VIEW catalog_listing_derived AS
    SELECT category_id, p.id AS product_id, p.popularity, p.price, p.rating, p.created_at, p.stock_band, p.facet_ids
    FROM catalog_product p CROSS JOIN LATERAL unnest(p.category_ids) category_id
    WHERE p.status = 'published' AND coalesce(p.publish_at <= now(), true) AND coalesce(p.unpublish_at > now(), true);

CREATE FUNCTION catalog_refresh_listings(ids bigint[]) RETURNS void LANGUAGE sql AS $$
    DELETE FROM catalog_listing l
    WHERE l.product_id = ANY (ids)
      AND NOT EXISTS (SELECT FROM catalog_listing_derived d
                      WHERE d.product_id = l.product_id AND d.category_id = l.category_id);
    INSERT INTO catalog_listing AS l (category_id, product_id, popularity, price, rating, created_at, stock_band, facet_ids)
    SELECT category_id, product_id, popularity, price, rating, created_at, stock_band, facet_ids
    FROM catalog_listing_derived WHERE product_id = ANY (ids) ORDER BY category_id, product_id
    ON CONFLICT (category_id, product_id) DO UPDATE
    SET popularity = excluded.popularity, price = excluded.price, rating = excluded.rating,
        created_at = excluded.created_at, stock_band = excluded.stock_band, facet_ids = excluded.facet_ids
    WHERE (l.popularity, l.price, l.rating, l.created_at, l.stock_band, l.facet_ids)
          IS DISTINCT FROM (excluded.popularity, excluded.price, excluded.rating, excluded.created_at,
                            excluded.stock_band, excluded.facet_ids);
$$;
