package nudge.labeller.statistics;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import nudge.events.Split;
import nudge.labeller.image.ImageEvent;
import nudge.labeller.image.ImageEvent.ImageAdded;
import nudge.labeller.image.ImageEvent.LabelGiven;
import nudge.labeller.image.ImageEvent.LabelRetracted;
import nudge.labeller.image.ImageEvent.LabelSettled;
import nudge.labeller.image.ImageEvent.Predicted;
import nudge.labeller.image.ImageEvent.Suggested;
import nudge.labeller.image.ImageEventJson;
import nudge.labeller.log.StoredEvent;
import nudge.labeller.log.SystemActor;
import nudge.labeller.quality.AnnotatorEvent;
import nudge.labeller.quality.QualityEvent;

/** Writes events one by one, a second apart, as a log has them. */
final class WrittenLog {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private final List<StoredEvent> events = new ArrayList<>();
    private final Map<UUID, Integer> versions = new HashMap<>();
    private Instant now = BEGIN;

    /** A person or an image, by a number. */
    static UUID id(int number) {
        return new UUID(0, number);
    }

    List<StoredEvent> events() {
        return events;
    }

    long position() {
        return events.size();
    }

    LabelFold fold() {
        LabelFold fold = new LabelFold();
        events.forEach(fold::take);
        return fold;
    }

    WrittenLog event(int image, int actor, ImageEvent event) {
        now = now.plusSeconds(1);
        return within(image, actor, event);
    }

    /** One that comes of the same request as the one before. */
    WrittenLog within(int image, int actor, ImageEvent event) {
        String type = ImageEventJson.type(event);
        return append(id(image), id(actor), type, ImageEventJson.schema(type), ImageEventJson.write(event));
    }

    /** An event of an annotator; the actor is the system. */
    WrittenLog of(int annotator, AnnotatorEvent event) {
        now = now.plusSeconds(1);
        return append(
                id(annotator),
                SystemActor.ID,
                AnnotatorEvent.FAMILY.type(event),
                1,
                AnnotatorEvent.FAMILY.write(event));
    }

    WrittenLog of(QualityEvent event) {
        now = now.plusSeconds(1);
        return append(
                QualityEvent.STREAM,
                SystemActor.ID,
                QualityEvent.FAMILY.type(event),
                1,
                QualityEvent.FAMILY.write(event));
    }

    private WrittenLog append(UUID stream, UUID actor, String type, int schema, String data) {
        long position = events.size() + 1;
        int version = versions.merge(stream, 1, Integer::sum);
        events.add(new StoredEvent(position, new UUID(1, position), stream, version, type, schema, actor, now, data));
        return this;
    }

    WrittenLog add(int image, int actor) {
        return event(image, actor, new ImageAdded("0".repeat(64), Split.TRAIN, "test"));
    }

    /** Adds an image that comes with its digit. */
    WrittenLog importLabelled(int image, int actor, int digit) {
        return add(image, actor)
                .within(image, actor, given(digit))
                .within(image, actor, new LabelSettled(digit, 1, Split.TRAIN));
    }

    WrittenLog label(int image, int actor, int digit) {
        return event(image, actor, given(digit));
    }

    /** Labels and settles by that. */
    WrittenLog settle(int image, int actor, int digit) {
        return label(image, actor, digit).within(image, actor, new LabelSettled(digit, 1, Split.TRAIN));
    }

    WrittenLog retract(int image, int actor) {
        return event(image, actor, new LabelRetracted());
    }

    /** What the model reads is shown. */
    WrittenLog labelShown(int image, int actor, int digit, int suggested) {
        return event(
                image,
                actor,
                new LabelGiven(digit, 700, new Suggested(suggested, 0.9, "c"), "random", read(suggested)));
    }

    /** What the model reads is hidden. */
    WrittenLog labelHidden(int image, int actor, int digit, int predicted) {
        return event(image, actor, new LabelGiven(digit, 700, null, "random", read(predicted)));
    }

    private static Predicted read(int digit) {
        return new Predicted(digit, 0.9, "c");
    }

    private static LabelGiven given(int digit) {
        return new LabelGiven(digit, null, null);
    }
}
