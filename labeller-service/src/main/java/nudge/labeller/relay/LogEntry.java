package nudge.labeller.relay;

import java.time.Instant;
import java.util.UUID;
import nudge.events.LabelRecord;
import nudge.events.LabelRecord.ImageLabelled;
import nudge.events.LabelRecord.ImageUnlabelled;
import nudge.labeller.image.ImageEvent;
import nudge.labeller.image.ImageEvent.LabelSettled;
import nudge.labeller.image.ImageEvent.LabelUnsettled;
import org.jspecify.annotations.Nullable;

/**
 * An event of the log as the relay sees it.
 *
 * @param id the event's identity
 * @param settled what the event says to the world, or null when it stays inside
 * @param pixels the image's, when the event settles a label
 */
public record LogEntry(
        long position,
        UUID id,
        UUID image,
        Instant at,
        @Nullable ImageEvent settled,
        byte @Nullable [] pixels) {

    /**
     * The record for Kafka, given the position of the record before it; null when the event stays inside.
     *
     * @throws IllegalStateException when the event has no place in Kafka, or its pixels are missing
     */
    public @Nullable LabelRecord record(long previous) {
        if (settled == null) {
            return null;
        }
        if (settled instanceof LabelSettled label) {
            if (pixels == null) {
                throw new IllegalStateException("expected the pixels of the image " + image + ", whose label the event "
                        + position + " settles, got none");
            }
            return new ImageLabelled(
                    image,
                    pixels,
                    label.digit(),
                    label.confidence(),
                    label.policy(),
                    label.basis(),
                    label.estimate(),
                    label.split(),
                    position,
                    previous,
                    at);
        }
        if (settled instanceof LabelUnsettled open) {
            return new ImageUnlabelled(image, open.split(), position, previous, at);
        }
        throw new IllegalStateException(
                "expected the event " + position + " to settle a label or to take it back, got " + settled);
    }
}
