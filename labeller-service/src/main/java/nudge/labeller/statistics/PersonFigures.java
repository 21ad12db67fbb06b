package nudge.labeller.statistics;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import nudge.labeller.statistics.AnnotatorReport.Agreed;
import nudge.labeller.statistics.AnnotatorReport.Hour;
import nudge.quality.ConfusionCounts;
import nudge.quality.Pace;
import nudge.quality.RubberStamping;
import org.jspecify.annotations.Nullable;

/** What the labels of one person add up to. Not safe for threads. */
final class PersonFigures {
    private static final int DIGITS = 10;
    /** Two weeks of work, shown hour by hour. */
    private static final int MOST_HOURS = 14 * 24;

    private final LabelFold fold;
    private final Weights weights;
    private final ConfusionCounts confusion = new ConfusionCounts(DIGITS);
    private final Map<Long, Integer> hours = new TreeMap<>();
    private int labels;
    private int[] elapsed = new int[16];
    private int timed;
    private int compared;
    private int agreed;
    private int shown;
    private int agreedShown;
    private int hidden;
    private int agreedHidden;

    PersonFigures(LabelFold fold, Weights weights) {
        this.fold = fold;
        this.weights = weights;
    }

    /** Those of everybody, by their numbers. */
    static PersonFigures[] all(LabelFold fold, Weights weights) {
        PersonFigures[] all = new PersonFigures[fold.people().size()];
        Arrays.setAll(all, person -> new PersonFigures(fold, weights));
        LabelColumns labels = fold.labels();
        for (int place = 0; place < labels.end(); place++) {
            if (labels.stands(place)) {
                all[labels.annotator(place)].add(place, Long.MAX_VALUE);
            }
        }
        return all;
    }

    /**
     * Those of one.
     *
     * @param person their number, or {@link IdNumbers#UNKNOWN}
     * @param upTo labels behind this position, and what was settled behind it, are left out
     */
    static PersonFigures of(LabelFold fold, Weights weights, int person, long upTo) {
        PersonFigures figures = new PersonFigures(fold, weights);
        LabelColumns labels = fold.labels();
        for (int place = 0; place < labels.end() && person != IdNumbers.UNKNOWN; place++) {
            if (labels.annotator(place) == person && labels.position(place) <= upTo) {
                figures.add(place, upTo);
            }
        }
        return figures;
    }

    private void add(int place, long upTo) {
        LabelColumns all = fold.labels();
        labels++;
        hours.merge(all.atSecond(place) / 3600, 1, Integer::sum);
        if (all.elapsedMs(place) != LabelColumns.NONE) {
            if (timed == elapsed.length) {
                elapsed = Arrays.copyOf(elapsed, 2 * timed);
            }
            elapsed[timed++] = all.elapsedMs(place);
        }
        boolean others = compare(place, upTo);
        int image = all.image(place);
        int truth = fold.images().digit(image);
        if (truth != ImageColumns.NONE
                && (others || fold.images().known(image))
                && fold.images().settledAt(image) <= upTo) {
            confusion.add(truth, all.digit(place));
        }
        if (all.shown(place) != LabelColumns.NONE) {
            shown++;
            agreedShown += all.shown(place) == all.digit(place) ? 1 : 0;
        } else if (all.predicted(place) != LabelColumns.NONE) {
            hidden++;
            agreedHidden += all.predicted(place) == all.digit(place) ? 1 : 0;
        }
    }

    /** @return whether somebody else has given the image a label that has weight */
    private boolean compare(int place, long upTo) {
        LabelColumns all = fold.labels();
        boolean others = false;
        for (int other = fold.images().lastLabel(all.image(place));
                other != LabelColumns.NONE;
                other = all.previous(other)) {
            if (other != place && all.position(other) <= upTo && weights.counts(other)) {
                compared++;
                agreed += all.digit(other) == all.digit(place) ? 1 : 0;
                others = true;
            }
        }
        return others;
    }

    int labels() {
        return labels;
    }

    /** How often what they gave is settled as what: of images that others labelled too, or whose digit is known. */
    ConfusionCounts confusion() {
        return confusion;
    }

    Pace pace() {
        return Pace.of(Arrays.copyOf(elapsed, timed));
    }

    RubberStamping rubberStamping() {
        return new RubberStamping(shown, agreedShown, hidden, agreedHidden);
    }

    Agreed agreed() {
        RubberStamping stamping = rubberStamping();
        return new Agreed(
                share(agreed, compared),
                compared,
                share(agreedShown, shown),
                shown,
                share(agreedHidden, hidden),
                hidden,
                stamping.difference().isPresent() ? stamping.difference().getAsDouble() : null);
    }

    private static @Nullable Double share(int some, int all) {
        return all == 0 ? null : some / (double) all;
    }

    /** The latest hours in which they labelled. */
    List<Hour> hours() {
        List<Hour> all = new ArrayList<>();
        hours.forEach((hour, count) -> all.add(new Hour(Instant.EPOCH.plus(hour, ChronoUnit.HOURS), count)));
        return List.copyOf(all.subList(Math.max(0, all.size() - MOST_HOURS), all.size()));
    }
}
