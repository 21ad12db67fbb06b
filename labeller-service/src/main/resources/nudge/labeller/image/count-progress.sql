UPDATE progress SET images = images + :images, labelled = labelled + :labelled, skipped = skipped + :skipped,
    rejected = rejected + :rejected, held_out = held_out + :held_out,
    put_aside = put_aside + :put_aside, left_out = left_out + :left_out
