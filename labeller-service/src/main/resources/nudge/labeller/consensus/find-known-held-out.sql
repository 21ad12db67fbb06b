-- Held-out images whose digit is known without anybody's opinion: it came with them. Before labels said what they rest on, those
-- that this installation imported itself are known by its name.
SELECT image, digit FROM image_state
WHERE split = 'held-out' AND digit IS NOT NULL AND NOT rejected AND (aside IS NULL OR aside = 'taken-in')
    AND (verdict ->> 'basis' = 'import'
        OR verdict IS NULL AND labels @> jsonb_build_array(jsonb_build_array(:system::text, digit)))
