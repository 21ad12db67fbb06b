package nudge.standalone;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The images that a simulated crowd is handed, and what is known of them: what they show, and whether they had a digit before the
 * crowd came, as gold has. Thread-safe.
 */
final class CrowdImages {
    private final Api reviewer;
    private final MnistLabels truths;
    private final int most;
    /** Images that the crowd has begun: they had no digit before. In the order in which they were begun. */
    private final Map<UUID, Standing> standings = new LinkedHashMap<>();

    private int begun;

    /** What a label of an image is for. */
    enum Standing {
        /** Its digit is to be found out. */
        OPEN,
        /** Its digit was known before: it is gold, or comes to somebody by another way. */
        KNOWN,
        /** The crowd has begun as many images as it should. */
        ONE_TOO_MANY
    }

    /**
     * None is begun.
     *
     * @param reviewer the API for somebody who sees every image
     * @param most images that the crowd begins
     */
    CrowdImages(Api reviewer, MnistLabels truths, int most) {
        this.reviewer = reviewer;
        this.truths = truths;
        this.most = most;
    }

    /** @throws CommandFailedException when the image is not one of MNIST */
    int truth(UUID image) {
        return truths.digit(image);
    }

    /** What an image is that somebody was handed: one that is new is begun. */
    Standing of(UUID image) throws InterruptedException {
        Standing before = standing(image);
        if (before != null) {
            return before;
        }
        boolean known = !state(image).get("digit").isNull();
        synchronized (this) {
            // Somebody else may have begun it meanwhile.
            Standing now = standings.get(image);
            if (now != null) {
                return now;
            }
            if (!known && begun == most) {
                return Standing.ONE_TOO_MANY;
            }
            begun += known ? 0 : 1;
            standings.put(image, known ? Standing.KNOWN : Standing.OPEN);
            return known ? Standing.KNOWN : Standing.OPEN;
        }
    }

    private synchronized @Nullable Standing standing(UUID image) {
        return standings.get(image);
    }

    /** How an image stands now. */
    JsonNode state(UUID image) throws InterruptedException {
        return reviewer.get("/api/images/" + image);
    }

    /** So many were begun. */
    synchronized int begun() {
        return begun;
    }

    /** So many may still be begun. */
    synchronized int left() {
        return most - begun;
    }

    /** Those that were begun. */
    synchronized List<UUID> open() {
        return standings.entrySet().stream()
                .filter(entry -> entry.getValue() == Standing.OPEN)
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableList());
    }
}
