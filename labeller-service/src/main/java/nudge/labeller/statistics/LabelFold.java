package nudge.labeller.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import nudge.events.Basis;
import nudge.events.Split;
import nudge.labeller.image.ImageEvent;
import nudge.labeller.image.ImageEvent.AdjudicationRetracted;
import nudge.labeller.image.ImageEvent.ImageAdded;
import nudge.labeller.image.ImageEvent.ImageLeftOut;
import nudge.labeller.image.ImageEvent.ImagePutAside;
import nudge.labeller.image.ImageEvent.ImageRejected;
import nudge.labeller.image.ImageEvent.ImageSkipped;
import nudge.labeller.image.ImageEvent.ImageTakenIn;
import nudge.labeller.image.ImageEvent.LabelAdjudicated;
import nudge.labeller.image.ImageEvent.LabelGiven;
import nudge.labeller.image.ImageEvent.LabelRetracted;
import nudge.labeller.image.ImageEvent.LabelSettled;
import nudge.labeller.image.ImageEvent.LabelUnsettled;
import nudge.labeller.image.ImageEvent.RejectionRetracted;
import nudge.labeller.image.ImageEvent.ReviewAsked;
import nudge.labeller.image.ImageEvent.ReviewClosed;
import nudge.labeller.image.ImageEvent.SkipRetracted;
import nudge.labeller.image.KnownEvents;
import nudge.labeller.log.StoredEvent;
import nudge.labeller.quality.AnnotatorEvent.AnnotatorEstimated;
import nudge.labeller.quality.QualityEvent.ConsensusEstimated;
import nudge.labeller.quality.QualityState;
import nudge.labeller.statistics.AnnotatorReport.Estimated;
import nudge.labeller.statistics.PersonColumns.Milestone;
import nudge.quality.ConfusionMatrix;
import org.jspecify.annotations.Nullable;

/** What the events up to a position say of labels and of those who gave them. A pure fold of the log; not safe for threads. */
final class LabelFold {
    private static final int DIGITS = 10;

    private final ImageColumns images = new ImageColumns();
    private final LabelColumns labels = new LabelColumns(images);
    private final PersonColumns people = new PersonColumns();
    private QualityState quality = QualityState.NONE;
    private QualityReport.@Nullable Estimate estimate;
    private long position;
    /** The latest event that added an image: a label that continues it came with the image. */
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

    /** Whether a label stands at a place, of an image that is a digit as far as anybody knows. */
    boolean isOfDigit(int place) {
        return labels.stands(place) && !images.rejected(labels.image(place));
    }

    /** Everybody who has done something to an image, by number. */
    IdNumbers people() {
        return people.ids();
    }

    /** How many images somebody has skipped, without taking that back. */
    int skips(int person) {
        return people.skips(person);
    }

    /** What decisions rest on. */
    QualityState quality() {
        return quality;
    }

    /** The latest estimate, or null. */
    QualityReport.@Nullable Estimate latestEstimate() {
        return estimate;
    }

    /** How somebody labels, by the latest estimate that they have a part in, or null. */
    @Nullable
    Estimated estimated(UUID person) {
        return people.estimated(person);
    }

    /** What was known of somebody when they last passed a multiple of 50 images. */
    Milestone milestone(UUID person) {
        return people.milestone(person);
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
        } else {
            quality = quality.evolve(stored.stream(), event, stored.actor(), stored.position());
            keepEstimate(stored, event);
        }
        position = stored.position();
    }

    private void take(StoredEvent stored, ImageEvent event) {
        int image = images.number(stored.stream());
        if (event instanceof ImageAdded came) {
            add(stored, image, came.split());
        } else if (event instanceof ImagePutAside came) {
            add(stored, image, came.split());
            images.putAside(image, true);
        } else if (event instanceof LabelGiven given) {
            if (stored.continues(added)) {
                importedLabel = stored.position();
                images.imported(image);
            } else {
                label(stored, image, given);
            }
        } else if (event instanceof LabelRetracted) {
            takeBack(image, people.number(stored.actor()));
        } else if (event instanceof LabelSettled settled) {
            settle(stored, image, settled);
        } else if (event instanceof LabelUnsettled) {
            images.unsettle(image);
        } else if (event instanceof ImageRejected) {
            images.reject(image, true);
        } else if (event instanceof RejectionRetracted) {
            images.reject(image, false);
        } else if (event instanceof ImageSkipped) {
            people.skip(people.number(stored.actor()), 1);
        } else if (event instanceof SkipRetracted) {
            people.skip(people.number(stored.actor()), -1);
        } else if (event instanceof ImageTakenIn) {
            images.putAside(image, false);
        } else if (event instanceof ImageLeftOut) {
            images.putAside(image, true);
        } else {
            review(image, event);
        }
    }

    /** What a reviewer decides, and what waits for one. */
    private void review(int image, ImageEvent event) {
        if (event instanceof LabelAdjudicated adjudicated) {
            images.reject(image, adjudicated.digit() == null);
            if (Objects.equals(adjudicated.digit(), images.digit(image))) {
                images.confirm(image);
            }
        } else if (event instanceof AdjudicationRetracted) {
            images.takeBackAdjudication(image);
        } else if (!(event instanceof ReviewAsked || event instanceof ReviewClosed)) {
            throw new IllegalStateException("expected an event that labels have to do with, got " + event);
        }
    }

    private void settle(StoredEvent stored, int image, LabelSettled settled) {
        boolean known = settled.basis() == Basis.IMPORT
                || settled.basis() == Basis.ADJUDICATED
                || importedLabel == stored.position() - 1;
        images.settle(image, settled.digit(), stored.position(), known, settled.basis() == Basis.POSTERIOR);
    }

    private void keepEstimate(StoredEvent stored, Object event) {
        if (event instanceof ConsensusEstimated made) {
            estimate = new QualityReport.Estimate(
                    made.number(),
                    made.horizon(),
                    stored.at(),
                    made.iterations(),
                    made.logLikelihood(),
                    made.classShares(),
                    made.digest());
        } else if (event instanceof AnnotatorEstimated how) {
            double[][] matrix = cells(ConfusionMatrix.ofMillionths(DIGITS, how.matrix()));
            people.estimated(stored.stream(), new Estimated(how.estimate(), how.labels(), matrix));
        }
    }

    private static double[][] cells(ConfusionMatrix matrix) {
        double[][] cells = new double[DIGITS][DIGITS];
        for (int truth = 0; truth < DIGITS; truth++) {
            for (int given = 0; given < DIGITS; given++) {
                cells[truth][given] = matrix.probability(truth, given);
            }
        }
        return cells;
    }

    private void add(StoredEvent stored, int image, Split split) {
        images.added(image, people.number(stored.actor()), split == Split.HELD_OUT);
        added = stored;
    }

    private void label(StoredEvent stored, int image, LabelGiven given) {
        int person = people.number(stored.actor());
        int before = labels.find(image, person);
        boolean counted = before == LabelColumns.NONE ? counts(image, person, given) : labels.counted(before);
        if (before != LabelColumns.NONE) {
            labels.remove(before);
        }
        labels.add(new LabelColumns.Label(
                image,
                person,
                given.digit(),
                stored.position(),
                given.elapsedMs() == null ? LabelColumns.NONE : given.elapsedMs(),
                given.suggested() == null
                        ? LabelColumns.NONE
                        : given.suggested().digit(),
                given.predicted() == null
                        ? LabelColumns.NONE
                        : given.predicted().digit(),
                stored.at().getEpochSecond(),
                counted));
        if (before == LabelColumns.NONE && counted && people.label(person, 1)) {
            people.milestone(
                    person,
                    new Milestone(
                            stored.position(),
                            quality.annotator(stored.actor()),
                            people.skips(person),
                            people.estimated(stored.actor())));
        }
    }

    /** Whether a first label moves its annotator to their next milestone: see {@link Milestone}. */
    private boolean counts(int image, int person, LabelGiven given) {
        return images.addedBy(image) != person && (given.arm() != null || !quality.crowd());
    }

    /** That of whoever imported the image is none of these labels. */
    private void takeBack(int image, int person) {
        int place = labels.find(image, person);
        if (place != LabelColumns.NONE) {
            if (labels.counted(place)) {
                people.label(person, -1);
            }
            labels.remove(place);
        }
    }

    /** The images of somebody's labels that stand, in the log's order. */
    List<UUID> imagesLabelledBy(UUID annotator, long from) {
        int person = people.ids().find(annotator);
        List<UUID> found = new ArrayList<>();
        for (int place = 0; place < labels.end() && person != IdNumbers.UNKNOWN; place++) {
            if (labels.annotator(place) == person && labels.position(place) >= from) {
                found.add(images.id(labels.image(place)));
            }
        }
        return found;
    }

    /** The position of somebody's first label that stands, or 0. */
    long firstLabelBy(UUID annotator) {
        int person = people.ids().find(annotator);
        for (int place = 0; place < labels.end() && person != IdNumbers.UNKNOWN; place++) {
            if (labels.annotator(place) == person) {
                return labels.position(place);
            }
        }
        return 0;
    }
}
