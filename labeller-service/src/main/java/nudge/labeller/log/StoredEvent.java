package nudge.labeller.log;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event as it stands in the log.
 *
 * @param position in the log, from 1, without gaps
 * @param stream whose event it is: the image's, the annotator's, or that of the quality of all labels
 * @param version number of the event in its stream, from 1, without gaps
 * @param type a stable name, never a class name
 * @param schema the version of the type's data
 * @param at when, to the microsecond
 * @param data JSON
 */
public record StoredEvent(
        long position,
        UUID id,
        UUID stream,
        int version,
        String type,
        int schema,
        UUID actor,
        Instant at,
        String data) {
    /** Whether the same request wrote it right behind another event of its stream. */
    public boolean continues(@Nullable StoredEvent before) {
        return before != null
                && before.position() + 1 == position
                && before.stream().equals(stream)
                && before.actor().equals(actor)
                && before.at().equals(at);
    }
}
