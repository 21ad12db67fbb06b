-- Those that this person has never labelled nor skipped.
SELECT id, pixels FROM image JOIN image_state ON image_state.image = id
WHERE id = ANY (:images::uuid[]) AND NOT skips @> to_jsonb(:actor::text)
    AND NOT labels @> jsonb_build_array(jsonb_build_array(:actor::text))
