-- Makes the products numbered %(first)s to %(last)s with all that hangs on them, in one transaction.
SET LOCAL shop.defer_refresh = 'on';
SET LOCAL jit = off;  -- compiling costs more than these short statements
-- Left unset, every trigger of pgtrigger's looks it up, fails, and rolls back a subtransaction: 0.15 ms a row here.
SET LOCAL pgtrigger.ignore = '{}';

CREATE TEMP TABLE demo_new AS
SELECT n AS number, nextval(pg_get_serial_sequence('catalog_product', 'id')) AS id, p.*, b.id AS brand_id, name.series, form.title,
       -- three in five have one variant, the others as many as there are sizes or colours, up to four
       CASE WHEN pg_temp.chance(n, 3) < 0.6 THEN 1
            ELSE least(2 + floor(pg_temp.chance(n, 4) * 3)::integer, coalesce(nullif(cardinality(sizes), 0), cardinality(colours))) END AS variants,
       1 + floor(pg_temp.chance(n, 5) * cardinality(colours))::integer AS colour_at,
       greatest(round((dollars * (0.5 + 1.4 * pg_temp.chance(n, 6) ^ 1.5))::numeric), 3) - CASE WHEN pg_temp.chance(n, 7) < 0.5 THEN 0.1 ELSE 0 END AS amount
FROM generate_series(%(first)s::bigint, %(last)s::bigint) n
JOIN demo_pattern p ON p.rank = pg_temp.zipf(pg_temp.chance(n, 1), (SELECT count(*)::integer FROM demo_pattern))
JOIN demo_brand b ON b.rank = pg_temp.zipf(pg_temp.chance(n, 2), (SELECT count(*)::integer FROM demo_brand))
CROSS JOIN LATERAL (
    SELECT pg_temp.one_of(%(first_syllables)s, pg_temp.chance(n, 11)) || pg_temp.one_of(%(middle_syllables)s, pg_temp.chance(n, 12))
        || pg_temp.one_of(%(last_syllables)s, pg_temp.chance(n, 13)) AS series) name
CROSS JOIN LATERAL (
    SELECT CASE floor(pg_temp.chance(n, 14) * 4)::integer
        WHEN 0 THEN series || ' ' || lower(material) || ' ' || noun
        WHEN 1 THEN pg_temp.one_of(%(adjectives)s, pg_temp.chance(n, 15)) || ' ' || noun || ' ' || series
        WHEN 2 THEN series || ' ' || noun || ' in ' || lower(pg_temp.one_of(colours, pg_temp.chance(n, 5)))
        ELSE initcap(noun) || ' ' || series || ' ' || (100 * ceil(9 * pg_temp.chance(n, 16)))::integer END AS title) form
ORDER BY n;
ANALYZE demo_new;

INSERT INTO catalog_product (id, title, slug, brand_id, part_number, short_description, description, attributes, status,
                             popularity, tax_class, source, source_id, created_at)
SELECT id, title, trim('-' FROM lower(regexp_replace(title, '[^[:alnum:]]+', '-', 'g'))) || '-' || number, brand_id,
       upper(left(series, 3)) || '-' || number,
       initcap(left(material, 1)) || lower(substr(material, 2)) || ' ' || noun || ' from the ' || series || ' series.',
       '<p>' || replace(pg_temp.one_of(made, pg_temp.chance(number, 21)), '{material}', lower(material)) || ' '
             || pg_temp.one_of(use, pg_temp.chance(number, 22)) || '</p><p>' || pg_temp.one_of(care, pg_temp.chance(number, 23)) || '</p>',
       attributes || CASE WHEN variants = 1 OR cardinality(sizes) > 0 THEN jsonb_build_object('color', colours[colour_at]) ELSE '{}' END
                  || jsonb_build_object('weight', 10 * ceil(300 * pg_temp.chance(number, 24))),
       'published',
       -- few are popular, most are not (Pareto)
       least(floor(10 * (1 - pg_temp.chance(number, 25)) ^ -0.9), 8000),
       '', 'demo', number,
       timestamptz '2024-03-01 09:00+00' + interval '1 minute' * floor(980 * 1440 * pg_temp.chance(number, 26))
FROM demo_new ORDER BY number;

INSERT INTO catalog_productcategory (product_id, category_id, position) SELECT id, category_id, 0 FROM demo_new ORDER BY number;

CREATE TEMP TABLE demo_variant AS
SELECT nextval(pg_get_serial_sequence('catalog_variant', 'id')) AS id, d.id AS product_id, number, place,
       CASE WHEN variants = 1 THEN '{}'
            WHEN cardinality(sizes) > 0 THEN jsonb_build_object('size', sizes[1 + place])
            ELSE jsonb_build_object('color', colours[1 + (colour_at - 1 + place) %% cardinality(colours)]) END AS options,
       round(amount * CASE WHEN variants > 1 AND cardinality(sizes) > 0 THEN size_factors[1 + place] ELSE 1 END, 2) AS amount
FROM demo_new d CROSS JOIN LATERAL generate_series(0, variants - 1) place
ORDER BY number, place;
ANALYZE demo_variant;

INSERT INTO catalog_variant (id, product_id, sku, barcodes, options, position, is_active)
SELECT id, product_id, 'M-' || number || '-' || place + 1, '[]', options, place, true FROM demo_variant ORDER BY number, place;

INSERT INTO catalog_stock (variant_id, on_hand, reserved, few_below)
SELECT id, CASE WHEN drawn < 0.06 THEN 0 WHEN drawn < 0.14 THEN 1 + floor(drawn * 1000)::integer %% 4
                ELSE 6 + floor(drawn * 140)::integer END, 0, 5
FROM demo_variant CROSS JOIN LATERAL (SELECT pg_temp.chance(number, 30 + place) AS drawn) stock ORDER BY id;

-- One product in fifty is not for sale now; one in eight is on sale.
INSERT INTO catalog_price (variant_id, currency, amount, sale_amount, sale_from)
SELECT id, currency, amount_there, CASE WHEN pg_temp.chance(number, 41) < 0.125 THEN round(amount_there * 0.8, 2) END,
       CASE WHEN pg_temp.chance(number, 41) < 0.125 THEN timestamptz '2026-03-01 00:00+00' END
FROM demo_variant
CROSS JOIN LATERAL (VALUES ('USD', amount), ('EUR', round(amount * %(euro_rate)s, 2))) price (currency, amount_there)
WHERE pg_temp.chance(number, 40) >= 0.02 ORDER BY id;

-- Every twentieth has no picture; the others begin with that of their colour and show up to two.
INSERT INTO catalog_image (product_id, file, source_url, alt, position, width, height)
SELECT id, files[1 + (colour_at - 1 + place) %% cardinality(files)], '', title, place, %(picture_side)s, %(picture_side)s
FROM demo_new CROSS JOIN LATERAL generate_series(0, CASE WHEN cardinality(files) > 1 AND pg_temp.chance(number, 51) < 0.3 THEN 1 ELSE 0 END) place
WHERE cardinality(files) > 0 AND pg_temp.chance(number, 50) >= 0.05 ORDER BY number, place;

-- One in five has been reviewed, one to three times.
INSERT INTO catalog_review (product_id, author, rating, title, text, status, created_at, source_id)
SELECT id, pg_temp.one_of(%(authors)s, pg_temp.chance(number, 61 + place)), rating, '',
       CASE WHEN rating > 2 THEN pg_temp.one_of(praise, pg_temp.chance(number, 65 + place)) || ' ' ELSE '' END
           || CASE WHEN rating < 5 THEN pg_temp.one_of(gripe, pg_temp.chance(number, 69 + place)) ELSE '' END,
       'approved', timestamptz '2026-11-10 09:00+00' - interval '1 minute' * floor(300 * 1440 * pg_temp.chance(number, 73 + place)),
       'demo-' || place + 1
FROM demo_new
CROSS JOIN LATERAL generate_series(0, floor(3 * pg_temp.chance(number, 61))::integer) place
CROSS JOIN LATERAL (SELECT 5 - floor(5 * pg_temp.chance(number, 77 + place) ^ 2.5)::integer AS rating) judged
WHERE pg_temp.chance(number, 60) < 0.2 ORDER BY number, place;

-- The planner expects a batch to be most of the table and would hash all products once a batch; by key it is 5,000 look-ups.
SET LOCAL enable_hashjoin = off;
SELECT catalog_set_bands(ARRAY(SELECT id FROM demo_variant));
SELECT catalog_refresh(ARRAY(SELECT id FROM demo_new), false);
DROP TABLE demo_new, demo_variant;
