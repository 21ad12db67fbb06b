package nudge.labeller.consensus;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import nudge.labeller.image.ImageEvent;
import nudge.labeller.image.ImageEventJson;
import nudge.labeller.log.StoredEvent;
import nudge.labeller.quality.AnnotatorEvent;
import nudge.labeller.quality.QualityEvent;

/** A log in memory, written event by event. */
final class FoldedLog {
    private final List<StoredEvent> events = new ArrayList<>();
    private final Map<UUID, Integer> versions = new HashMap<>();

    /** @return the event's position */
    long add(UUID actor, UUID image, ImageEvent event) {
        String type = ImageEventJson.type(event);
        return add(actor, image, type, ImageEventJson.schema(type), ImageEventJson.write(event));
    }

    long add(UUID actor, UUID annotator, AnnotatorEvent event) {
        String type = AnnotatorEvent.FAMILY.type(event);
        return add(actor, annotator, type, AnnotatorEvent.FAMILY.schema(type), AnnotatorEvent.FAMILY.write(event));
    }

    long add(UUID actor, QualityEvent event) {
        String type = QualityEvent.FAMILY.type(event);
        return add(
                actor, QualityEvent.STREAM, type, QualityEvent.FAMILY.schema(type), QualityEvent.FAMILY.write(event));
    }

    private long add(UUID actor, UUID stream, String type, int schema, String data) {
        long position = events.size() + 1;
        // A second apart, so that no two are of one request.
        events.add(new StoredEvent(
                position,
                UUID.randomUUID(),
                stream,
                versions.merge(stream, 1, Integer::sum),
                type,
                schema,
                actor,
                Instant.ofEpochSecond(position),
                data));
        return position;
    }

    /** The last event was written together with the one before it. */
    void together() {
        StoredEvent last = events.remove(events.size() - 1);
        events.add(new StoredEvent(
                last.position(),
                last.id(),
                last.stream(),
                last.version(),
                last.type(),
                last.schema(),
                last.actor(),
                last.at().minusSeconds(1),
                last.data()));
    }

    List<StoredEvent> events() {
        return events;
    }

    EvidenceFold fold() {
        EvidenceFold fold = new EvidenceFold();
        events.forEach(fold::fold);
        return fold;
    }
}
