package nudge.labeller.statistics;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import nudge.events.Split;
import nudge.labeller.image.ImageEvent;
import nudge.labeller.image.ImageEvent.ImageAdded;
import nudge.labeller.image.ImageEvent.ImageLeftOut;
import nudge.labeller.image.ImageEvent.ImagePutAside;
import nudge.labeller.image.ImageEvent.ImageRejected;
import nudge.labeller.image.ImageEvent.ImageSkipped;
import nudge.labeller.image.ImageEvent.ImageTakenIn;
import nudge.labeller.image.ImageEvent.LabelGiven;
import nudge.labeller.image.ImageEvent.LabelRetracted;
import nudge.labeller.image.ImageEvent.LabelSettled;
import nudge.labeller.image.ImageEvent.LabelUnsettled;
import nudge.labeller.image.ImageEvent.RejectionRetracted;
import nudge.labeller.image.ImageEvent.SkipRetracted;
import nudge.labeller.image.KnownEvents;
import nudge.labeller.log.StoredEvent;
import nudge.labeller.quality.AnnotatorEvent;
import nudge.labeller.quality.QualityEvent;
import org.jspecify.annotations.Nullable;

/** What the events up to a position say of labels and of those who gave them. A pure fold of the log; not safe for threads. */
final class LabelFold {
    private final ImageColumns images = new ImageColumns();
    private final LabelColumns labels = new LabelColumns(images);
    private final IdNumbers people = new IdNumbers();
    private int[] skips = new int[16];
    private long position;
    /** The event that added an image, as long as it is the latest one. */
    private @Nullable StoredEvent added;
    /** The position of the latest label that came with an image. */
    private long importedLabel;

    /** The events up to here are in it. */
    long position() {
        return position;
    }

    ImageColumns images() {
        return images;
    }

    LabelColumns labels() {
        return labels;
    }

    /** Everybody who has done something to an image, by number. */
    IdNumbers people() {
        return people;
    }

    /** How many images somebody has skipped, and not labelled or taken that back since. */
    int skips(int person) {
        return person < skips.length ? skips[person] : 0;
    }

    /**
     * @throws IllegalStateException when it is not the next event, or one that this version does not know
     */
    void take(StoredEvent stored) {
        if (stored.position() != position + 1) {
            throw new IllegalStateException(
                    "expected the event " + (position + 1) + " of the log, got " + stored.position());
        }
        Object event = KnownEvents.ALL.read(stored);
        if (event instanceof ImageEvent ofImage) {
            take(stored, ofImage);
        } else if (!(event instanceof AnnotatorEvent || event instanceof QualityEvent)) {
            throw new IllegalStateException("expected an event of a family that labels have to do with, got " + event);
        }
        position = stored.position();
    }

    private void take(StoredEvent stored, ImageEvent event) {
        int image = images.number(stored.stream());
        if (event instanceof ImageAdded came) {
            add(stored, image, came.split());
        } else if (event instanceof ImagePutAside came) {
            add(stored, image, came.split());
        } else if (event instanceof LabelGiven given) {
            if (cameWithImage(stored)) {
                importedLabel = stored.position();
            } else {
                label(stored, image, given);
            }
        } else if (event instanceof LabelRetracted) {
            takeBack(image, people.number(stored.actor()));
        } else if (event instanceof LabelSettled settled) {
            images.settle(image, settled.digit(), stored.position(), importedLabel == stored.position() - 1, false);
        } else if (event instanceof LabelUnsettled) {
            images.unsettle(image);
        } else if (event instanceof ImageRejected) {
            images.reject(image, true);
        } else if (event instanceof RejectionRetracted) {
            images.reject(image, false);
        } else if (event instanceof ImageSkipped) {
            skip(stored.actor(), 1);
        } else if (event instanceof SkipRetracted) {
            skip(stored.actor(), -1);
        } else if (!(event instanceof ImageTakenIn || event instanceof ImageLeftOut)) {
            throw new IllegalStateException("expected an event that labels have to do with, got " + event);
        }
    }

    private void add(StoredEvent stored, int image, Split split) {
        images.added(image, people.number(stored.actor()), split == Split.HELD_OUT);
        added = stored;
    }

    /** Whether a label was part of the request that added its image. */
    private boolean cameWithImage(StoredEvent label) {
        StoredEvent image = added;
        return image != null
                && image.position() == label.position() - 1
                && image.stream().equals(label.stream())
                && image.actor().equals(label.actor())
                && image.at().equals(label.at());
    }

    private void label(StoredEvent stored, int image, LabelGiven given) {
        int person = people.number(stored.actor());
        takeBack(image, person);
        labels.add(new LabelColumns.Label(
                image,
                person,
                given.digit(),
                stored.position(),
                given.elapsedMs() == null ? LabelColumns.NONE : given.elapsedMs(),
                given.suggested() == null
                        ? LabelColumns.NONE
                        : given.suggested().digit(),
                LabelColumns.NONE,
                stored.at().getEpochSecond()));
    }

    /** That of whoever imported the image is none of these labels. */
    private void takeBack(int image, int person) {
        int place = labels.find(image, person);
        if (place != LabelColumns.NONE) {
            labels.remove(place);
        }
    }

    private void skip(UUID actor, int more) {
        int person = people.number(actor);
        if (person >= skips.length) {
            skips = Arrays.copyOf(skips, Math.max(2 * skips.length, person + 1));
        }
        skips[person] += more;
    }

    /** When a label was given, to the second. */
    Instant at(int place) {
        return Instant.ofEpochSecond(labels.atSecond(place));
    }

    /** Whether a label stands at a place, of an image that is a digit as far as anybody knows. */
    boolean isOfDigit(int place) {
        return labels.stands(place) && !images.rejected(labels.image(place));
    }

    /** The images of somebody's labels that stand, in the log's order. */
    List<UUID> imagesLabelledBy(UUID annotator, long from) {
        int person = people.find(annotator);
        List<UUID> found = new ArrayList<>();
        for (int place = 0; place < labels.end() && person != IdNumbers.UNKNOWN; place++) {
            if (labels.annotator(place) == person && labels.position(place) >= from) {
                found.add(images.id(labels.image(place)));
            }
        }
        return found;
    }
}
