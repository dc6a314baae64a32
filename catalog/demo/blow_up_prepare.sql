-- What generated products are made after, for the time of this session.
DROP TABLE IF EXISTS pg_temp.demo_pattern, pg_temp.demo_brand;
CREATE TEMP TABLE demo_pattern (
    rank integer PRIMARY KEY, category_id bigint, noun text, material text, dollars numeric, colours text[], sizes text[],
    size_factors numeric[], attributes jsonb, files text[], made text[], use text[], care text[], praise text[], gripe text[]);
INSERT INTO demo_pattern SELECT * FROM jsonb_populate_recordset(NULL::demo_pattern, %(patterns)s);
CREATE TEMP TABLE demo_brand AS SELECT id, rank - 1 AS rank FROM unnest(%(brands)s::bigint[]) WITH ORDINALITY AS b (id, rank);
ANALYZE demo_pattern, demo_brand;

-- A number from 0 to 1 (exclusive) that depends on its arguments alone. PostgreSQL keeps this hash as it is from version to
-- version, since hash-partitioned tables lie on disk by it.
CREATE OR REPLACE FUNCTION pg_temp.chance(number bigint, salt bigint) RETURNS double precision LANGUAGE sql IMMUTABLE AS
$$ SELECT (hashint8extended(number, salt) & 4294967295)::double precision / 4294967296 $$;

-- One of the words, each as likely.
CREATE OR REPLACE FUNCTION pg_temp.one_of(choices text[], drawn double precision) RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT choices[1 + floor(drawn * cardinality(choices))::integer] $$;

-- A rank from 0 to below `ranks`, the k-th with a likelihood of 1/k (Zipf).
CREATE OR REPLACE FUNCTION pg_temp.zipf(drawn double precision, ranks integer) RETURNS integer LANGUAGE sql IMMUTABLE AS
$$ SELECT least(floor(exp(drawn * ln(ranks + 1)))::integer - 1, ranks - 1) $$;
