package nudge.labeller.image;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import nudge.events.Split;
import nudge.labeller.duplicates.NearDuplicate;
import org.jspecify.annotations.Nullable;

/**
 * An image that another one is a near-duplicate of.
 *
 * @param distance of the two, as {@link NearDuplicate#distance}, to three decimals
 */
public record Twin(UUID image, double distance) {
    /**
     * The nearest of the candidates and the one that was found before; null when none is near enough.
     *
     * @param pixels of the candidates
     */
    static @Nullable Twin nearest(
            ImageCommand.Add add, Set<UUID> candidates, Map<UUID, byte[]> pixels, @Nullable Twin before) {
        Twin nearest = before;
        byte[] own = add.pixels().bytes();
        for (UUID candidate : candidates) {
            byte[] other = pixels.get(candidate);
            if (other == null) {
                throw new IllegalStateException("expected the pixels of the image " + candidate + ", found none");
            }
            double distance = add.split() == Split.HELD_OUT
                    ? NearDuplicate.distance(own, other)
                    : NearDuplicate.distance(other, own);
            if (distance <= NearDuplicate.THRESHOLD && (nearest == null || distance < nearest.distance())) {
                nearest = new Twin(candidate, Math.round(distance * 1000) / 1000.0);
            }
        }
        return nearest;
    }
}
