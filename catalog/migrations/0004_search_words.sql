-- Words as they are written, only without accents: what corrections and completions are made of.
CREATE TEXT SEARCH CONFIGURATION shop_words (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION shop_words ALTER MAPPING FOR hword, hword_part, word WITH unaccent, simple;

-- Counts the words of published titles, and of brand and category names; writes only what differs, answers how many
-- words it wrote or removed. A number or article number counts as a word once two titles have it.
CREATE FUNCTION catalog_count_words() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    written bigint;
    removed bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('catalog_count_words'));
    CREATE TEMP TABLE counted_word ON COMMIT DROP AS
        SELECT word, left(coalesce((ts_lexize('english_stem', word))[1], word), 40) AS lexeme, ndoc AS documents
        FROM ts_stat($counted$
            SELECT to_tsvector('shop_words', title) FROM catalog_product WHERE status = 'published'
            UNION ALL SELECT to_tsvector('shop_words', name) FROM catalog_brand
            UNION ALL SELECT to_tsvector('shop_words', name) FROM catalog_category WHERE is_active
        $counted$)
        WHERE length(word) BETWEEN 2 AND 40 AND word ~ '^[[:alnum:]]+$' AND (ndoc > 1 OR word !~ '[0-9]')
          AND ts_lexize('english_stem', word) IS DISTINCT FROM '{}';  -- no stop words
    INSERT INTO catalog_searchword AS w (word, lexeme, documents) SELECT word, lexeme, documents FROM counted_word
    ON CONFLICT (word) DO UPDATE SET lexeme = excluded.lexeme, documents = excluded.documents
    WHERE (w.lexeme, w.documents) IS DISTINCT FROM (excluded.lexeme, excluded.documents);
    GET DIAGNOSTICS written = ROW_COUNT;
    DELETE FROM catalog_searchword w WHERE NOT EXISTS (SELECT FROM counted_word c WHERE c.word = w.word);
    GET DIAGNOSTICS removed = ROW_COUNT;
    DROP TABLE counted_word;
    RETURN written + removed;
END
$$;
