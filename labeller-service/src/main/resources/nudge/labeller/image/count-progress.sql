UPDATE progress SET images = images + :images, labelled = labelled + :labelled, skipped = skipped + :skipped,
    rejected = rejected + :rejected, held_out = held_out + :held_out
