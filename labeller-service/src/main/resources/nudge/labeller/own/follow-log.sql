-- Of each actor and image the last label counts, and the last skip.
WITH news AS (
    SELECT actor, stream AS image, position, type, (data ->> 'digit')::smallint AS digit
    FROM event
    WHERE position > :from AND position <= :to AND actor <> :system
      AND type IN ('label.given', 'label.retracted',
                   'image.skipped', 'skip.retracted', 'image.rejected', 'rejection.retracted')),
labels AS (
    SELECT DISTINCT ON (actor, image) actor, image, position, digit
    FROM news WHERE type LIKE 'label.%'
    ORDER BY actor, image, position DESC),
skips AS (
    SELECT DISTINCT ON (actor, image) actor, image, position, type IN ('image.skipped', 'image.rejected') AS skipped
    FROM news WHERE type NOT LIKE 'label.%'
    ORDER BY actor, image, position DESC),
changed AS (
    SELECT actor, image, own.actor IS NULL AS fresh,
           greatest(labels.position, skips.position) AS position,
           CASE WHEN labels.position IS NULL THEN own.digit ELSE labels.digit END AS digit,
           coalesce(skips.skipped, own.skipped, false) AS skipped
    FROM labels FULL JOIN skips USING (actor, image) LEFT JOIN own_label AS own USING (actor, image)),
stored AS (
    INSERT INTO own_label (actor, image, number, digit, skipped)
    SELECT actor, image,
           coalesce((SELECT max(number) FROM own_label WHERE own_label.actor = changed.actor), 0)
               + row_number() OVER (PARTITION BY actor ORDER BY position),
           digit, skipped
    FROM changed
    ON CONFLICT (actor, image) DO UPDATE
        SET number = excluded.number, digit = excluded.digit, skipped = excluded.skipped)
UPDATE own_label_head
SET position = :to, answers = answers + (SELECT count(*) FROM changed WHERE fresh)
