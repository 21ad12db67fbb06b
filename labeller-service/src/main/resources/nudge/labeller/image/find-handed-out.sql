SELECT handed_out.actor, handed_out.image, arm, digit, confidence, checkpoint, hidden
FROM handed_out JOIN unnest(:images::uuid[], :actors::uuid[]) AS asked (image, actor)
    ON handed_out.image = asked.image AND handed_out.actor = asked.actor
