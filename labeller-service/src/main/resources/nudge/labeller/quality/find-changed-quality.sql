-- In one statement: all rows are as of the same moment.
SELECT 'quality' AS kind, NULL::uuid AS id, position, state FROM quality WHERE position > :after
UNION ALL
SELECT 'annotator', actor, position, state FROM annotator WHERE position > :after
UNION ALL
SELECT 'gold', image, position, state FROM gold WHERE position > :after
