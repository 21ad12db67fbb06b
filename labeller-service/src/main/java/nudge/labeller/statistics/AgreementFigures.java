package nudge.labeller.statistics;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import nudge.labeller.statistics.AgreementReport.OfDigit;
import nudge.labeller.statistics.AgreementReport.Pair;
import nudge.labeller.statistics.AgreementReport.Window;
import nudge.quality.Alpha;
import nudge.quality.CrowdLabels;
import nudge.quality.Kappa;

/** How far those agree whose labels have weight. */
final class AgreementFigures {
    static final int MOST_PAIRS = 200;
    /** Pairs are looked for among so many people, those who labelled most: the number of pairs grows by its square. */
    static final int MOST_PEOPLE = 200;

    static final int WINDOWS = 24;
    private static final int DIGITS = 10;

    /** All events up to it are looked at. */
    private final long end;

    private final CrowdLabels labels;
    /** By their numbers. */
    private final List<UUID> annotators;
    /** Of the latest label of each item. */
    private final long[] position;

    private final long[] atSecond;

    private AgreementFigures(long end, CrowdLabels labels, List<UUID> annotators, long[] position, long[] atSecond) {
        this.end = end;
        this.labels = labels;
        this.annotators = annotators;
        this.position = position;
        this.atSecond = atSecond;
    }

    /** Takes what it needs of the labels; the rest can be done while events are taken. */
    static Supplier<AgreementReport> of(LabelFold fold) {
        Weights weights = new Weights(fold);
        NumberedCrowd numbered = NumberedCrowd.of(fold, weights::counts);
        LabelColumns labels = fold.labels();
        long[] position = new long[numbered.labels().items()];
        long[] atSecond = new long[position.length];
        for (int place = 0; place < labels.end(); place++) {
            int item = labels.stands(place) ? numbered.itemOf()[labels.image(place)] : -1;
            if (item >= 0 && weights.counts(place)) {
                position[item] = labels.position(place);
                atSecond[item] = labels.atSecond(place);
            }
        }
        long end = fold.position();
        List<UUID> annotators =
                Arrays.stream(numbered.people()).mapToObj(fold.people()::id).toList();
        return () -> new AgreementFigures(end, numbered.labels(), annotators, position, atSecond).report();
    }

    private AgreementReport report() {
        Alpha all = Alpha.of(labels);
        List<OfDigit> digits = new ArrayList<>();
        for (int digit = 0; digit < DIGITS; digit++) {
            Alpha of = Alpha.of(labels, digit);
            digits.add(new OfDigit(digit, AgreementReport.value(of), AgreementReport.agreement(of), of.units()));
        }
        return new AgreementReport(
                end,
                AgreementReport.value(all),
                AgreementReport.agreement(all),
                all.units(),
                all.labels(),
                digits,
                windows(),
                List.of(),
                pairs());
    }

    private List<Window> windows() {
        List<Window> windows = new ArrayList<>();
        if (position.length == 0) {
            return windows;
        }
        long first = Arrays.stream(position).min().getAsLong();
        long last = Arrays.stream(position).max().getAsLong();
        long width = (last - first) / WINDOWS + 1;
        for (long begin = first; begin <= last; begin += width) {
            long from = begin;
            long to = Math.min(last, begin + width - 1);
            Alpha alpha = Alpha.of(labels, item -> position[item] >= from && position[item] <= to);
            if (alpha.units() > 0) {
                long at = IntStream.range(0, position.length)
                        .filter(item -> position[item] >= from && position[item] <= to)
                        .mapToLong(item -> atSecond[item])
                        .max()
                        .orElseThrow();
                windows.add(new Window(
                        to,
                        Instant.ofEpochSecond(at),
                        AgreementReport.value(alpha),
                        AgreementReport.agreement(alpha),
                        alpha.units()));
            }
        }
        return windows;
    }

    private List<Pair> pairs() {
        return Kappa.pairwise(ofTheMostActive()).stream()
                .sorted(Comparator.comparingInt(Kappa::shared)
                        .reversed()
                        .thenComparingInt(Kappa::one)
                        .thenComparingInt(Kappa::other))
                .limit(MOST_PAIRS)
                .map(pair -> new Pair(
                        annotators.get(pair.one()),
                        annotators.get(pair.other()),
                        pair.value().isPresent() ? pair.value().getAsDouble() : null,
                        pair.shared()))
                .toList();
    }

    private CrowdLabels ofTheMostActive() {
        if (labels.annotators() <= MOST_PEOPLE) {
            return labels;
        }
        int[] given = new int[labels.annotators()];
        for (int place = 0; place < labels.size(); place++) {
            given[labels.annotator(place)]++;
        }
        boolean[] active = new boolean[given.length];
        IntStream.range(0, given.length)
                .boxed()
                .sorted(Comparator.comparingInt((Integer person) -> -given[person]))
                .limit(MOST_PEOPLE)
                .forEach(person -> active[person] = true);
        CrowdLabels.Builder chosen =
                CrowdLabels.builder(DIGITS).annotators(given.length).items(labels.items());
        for (int item = 0; item < labels.items(); item++) {
            for (int place = labels.start(item); place < labels.start(item + 1); place++) {
                if (active[labels.annotator(place)]) {
                    chosen.add(item, labels.annotator(place), labels.given(place));
                }
            }
        }
        return chosen.build();
    }
}
