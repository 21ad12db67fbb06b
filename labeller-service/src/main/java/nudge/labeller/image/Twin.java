package nudge.labeller.image;

import java.util.UUID;

/**
 * An image that another one is a near-duplicate of.
 *
 * @param distance of the two, as {@link nudge.labeller.duplicates.NearDuplicate#distance}, to three decimals
 */
public record Twin(UUID image, double distance) {}
