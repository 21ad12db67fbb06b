package nudge.labeller.statistics;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nudge.labeller.database.Database;
import nudge.labeller.quality.Annotator;
import nudge.labeller.statistics.AnnotatorReport.AnswerShown;
import nudge.labeller.statistics.AnnotatorReport.Confused;
import nudge.labeller.statistics.AnnotatorReport.DecisionShown;
import nudge.labeller.statistics.AnnotatorReport.Estimated;
import nudge.labeller.statistics.AnnotatorReport.GoldResults;
import nudge.labeller.statistics.AnnotatorReport.PaceShown;
import nudge.labeller.statistics.PersonColumns.Milestone;
import nudge.labeller.statistics.Statistics.AsOf;
import nudge.quality.ConfusionCounts;
import nudge.quality.Pace;
import nudge.quality.Trust;
import org.jspecify.annotations.Nullable;

/** Makes the reports about one person from what the log says up to a position; then adds names, which are those of now, and times. */
final class AnnotatorReports {
    private static final int DIGITS = 10;

    private final Database database;
    private final Function<Set<UUID>, Map<UUID, String>> names;

    /** @param names of those people and tokens that are still known */
    AnnotatorReports(Database database, Function<Set<UUID>, Map<UUID, String>> names) {
        this.database = database;
        this.names = names;
    }

    /** All that is known of somebody, still without names and times. */
    static AnnotatorReport report(LabelFold fold, UUID id) {
        int person = fold.people().find(id);
        return report(
                id,
                PersonFigures.of(fold, new Weights(fold), person, Long.MAX_VALUE),
                fold.quality().annotator(id),
                person == IdNumbers.UNKNOWN ? 0 : fold.skips(person),
                fold.estimated(id));
    }

    /** The same as of somebody's latest milestone. */
    static AnnotatorReport own(LabelFold fold, UUID id) {
        Milestone milestone = fold.milestone(id);
        return report(
                id,
                PersonFigures.of(fold, new Weights(fold), fold.people().find(id), milestone.position()),
                milestone.annotator(),
                milestone.skips(),
                milestone.estimated());
    }

    private static AnnotatorReport report(
            UUID id, PersonFigures figures, Annotator annotator, int skips, @Nullable Estimated estimated) {
        Trust trust = annotator.trust();
        Pace pace = figures.pace();
        return new AnnotatorReport(
                id,
                null,
                figures.labels(),
                skips,
                new GoldResults(
                        trust.seen(),
                        trust.correct(),
                        annotator.answers().stream()
                                .map(answer -> new AnswerShown(
                                        answer.image(),
                                        answer.position(),
                                        Instant.EPOCH,
                                        answer.digit(),
                                        answer.expected(),
                                        answer.correct()))
                                .toList()),
                trust.value(),
                trust.bound(),
                annotator.state().wire(),
                estimated,
                cells(figures.confusion()),
                figures.confusion().confusions().stream()
                        .map(each -> new Confused(each.truth(), each.given(), each.share(), each.bound()))
                        .toList(),
                new PaceShown(pace.median().isPresent() ? pace.median().getAsDouble() : null, figures.hours()),
                figures.agreed(),
                annotator.decisions().stream()
                        .map(each -> new DecisionShown(
                                each.position(),
                                Instant.EPOCH,
                                each.by(),
                                null,
                                each.trusted() ? "trusted" : "distrusted",
                                each.from(),
                                each.evidence()))
                        .toList(),
                Flags.change(annotator),
                Flags.of(figures, annotator));
    }

    private static int[][] cells(ConfusionCounts counts) {
        int[][] cells = new int[DIGITS][DIGITS];
        for (int truth = 0; truth < DIGITS; truth++) {
            for (int given = 0; given < DIGITS; given++) {
                cells[truth][given] = (int) counts.count(truth, given);
            }
        }
        return cells;
    }

    /** Empty when they have labelled nothing, and nobody has decided anything about them. */
    Optional<AsOf<AnnotatorReport>> completedIfKnown(AsOf<AnnotatorReport> found) {
        AnnotatorReport report = found.value();
        boolean unknown = report.labels() == 0
                && report.skips() == 0
                && report.gold().answers().isEmpty()
                && report.decisions().isEmpty();
        return unknown ? Optional.empty() : Optional.of(new AsOf<>(found.position(), completed(report)));
    }

    /** With names and times, which are asked for last, and of few. */
    AnnotatorReport completed(AnnotatorReport report) {
        Set<UUID> people =
                report.decisions().stream().map(DecisionShown::by).collect(Collectors.toCollection(HashSet::new));
        people.add(report.id());
        Map<UUID, String> known = names.apply(people);
        Map<Long, Instant> at = times(Stream.concat(
                        report.gold().answers().stream().map(AnswerShown::position),
                        report.decisions().stream().map(DecisionShown::position))
                .toList());
        return report.completed(known, at);
    }

    private Map<Long, Instant> times(Collection<Long> positions) {
        if (positions.isEmpty()) {
            return Map.of();
        }
        Map<Long, Instant> times = new HashMap<>();
        database.useHandle(handle -> handle.createQuery(
                        "SELECT position, at FROM event WHERE position = ANY (:positions)")
                .bind("positions", positions.toArray(Long[]::new))
                .map((row, context) -> times.put(
                        row.getLong("position"), row.getTimestamp("at").toInstant()))
                .list());
        return times;
    }
}
