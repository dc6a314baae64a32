-- 0 (nobody asks for it) to 7: by the logarithm, so that a shop's bestsellers are a band of few.
CREATE FUNCTION catalog_popularity_band(popularity integer) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT least(7, floor(ln(1 + greatest(popularity, 0))))::integer $$;
