DELETE FROM handed_out USING unnest(:images::uuid[], :actors::uuid[]) AS answered (image, actor)
WHERE handed_out.image = answered.image AND handed_out.actor = answered.actor
