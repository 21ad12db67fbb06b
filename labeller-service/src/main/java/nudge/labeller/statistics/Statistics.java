package nudge.labeller.statistics;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nudge.labeller.database.Database;
import nudge.labeller.quality.Annotator;
import nudge.labeller.quality.QualityState;
import nudge.labeller.statistics.AgreementReport.Named;
import nudge.labeller.statistics.AnnotatorReport.AnswerShown;
import nudge.labeller.statistics.AnnotatorReport.Confused;
import nudge.labeller.statistics.AnnotatorReport.DecisionShown;
import nudge.labeller.statistics.AnnotatorReport.Estimated;
import nudge.labeller.statistics.AnnotatorReport.GoldResults;
import nudge.labeller.statistics.AnnotatorReport.PaceShown;
import nudge.labeller.statistics.AnnotatorSummary.GoldCount;
import nudge.labeller.statistics.PersonColumns.Milestone;
import nudge.quality.ConfusionCounts;
import nudge.quality.ConfusionMatrix;
import nudge.quality.Pace;
import nudge.quality.Trust;
import org.jspecify.annotations.Nullable;

/**
 * What labels say of the people who gave them, and of each other. Thread-safe. Every method throws {@link
 * HistoryLoadingException} while the log is read for the first time.
 */
public final class Statistics {
    private static final int DIGITS = 10;

    private final LabelHistory history;
    private final Database database;
    private final Function<Set<UUID>, Map<UUID, String>> names;
    private final Cached<List<AnnotatorSummary>> annotators;
    private final Cached<AgreementReport> agreement;
    private final Cached<PoolFigures> pool;
    /** As of a person's latest milestone. */
    private final Map<UUID, Cached.At<OwnReport>> own = new ConcurrentHashMap<>();

    /** @param names of those people and tokens that are still known */
    public Statistics(LabelHistory history, Database database, Function<Set<UUID>, Map<UUID, String>> names) {
        this.history = history;
        this.database = database;
        this.names = names;
        this.annotators = new Cached<>(history, fold -> {
            List<AnnotatorSummary> all = summaries(fold);
            return () -> all;
        });
        this.agreement = new Cached<>(history, AgreementFigures::of);
        this.pool = new Cached<>(history, fold -> {
            PoolFigures figures = PoolFigures.of(fold);
            return () -> figures;
        });
    }

    /**
     * A result, and the position of the log that it is as of.
     *
     * @param position all events up to it are looked at
     */
    public record AsOf<T>(long position, T value) {}

    PoolFigures pool() {
        return pool.get().value();
    }

    /** Everybody who has labelled, those with the most labels first. */
    public AsOf<List<AnnotatorSummary>> annotators() {
        Cached.At<List<AnnotatorSummary>> found = annotators.get();
        return named(found.position(), found.value(), names);
    }

    static AsOf<List<AnnotatorSummary>> named(
            long position, List<AnnotatorSummary> people, Function<Set<UUID>, Map<UUID, String>> names) {
        Map<UUID, String> known =
                names.apply(people.stream().map(AnnotatorSummary::id).collect(Collectors.toSet()));
        return new AsOf<>(
                position,
                people.stream().map(each -> each.named(known.get(each.id()))).toList());
    }

    static List<AnnotatorSummary> summaries(LabelFold fold) {
        PersonFigures[] figures = PersonFigures.all(fold, new Weights(fold));
        List<AnnotatorSummary> all = new ArrayList<>();
        for (int person = 0; person < figures.length; person++) {
            UUID id = fold.people().id(person);
            if (figures[person].labels() > 0 || fold.quality().annotators().containsKey(id)) {
                Annotator annotator = fold.quality().annotator(id);
                Trust trust = annotator.trust();
                all.add(new AnnotatorSummary(
                        id,
                        null,
                        figures[person].labels(),
                        new GoldCount(trust.seen(), trust.correct()),
                        trust.value(),
                        annotator.state().wire(),
                        trust.bound(),
                        Flags.of(figures[person], annotator)));
            }
        }
        all.sort(Comparator.comparingInt(AnnotatorSummary::labels).reversed().thenComparing(AnnotatorSummary::id));
        return List.copyOf(all);
    }

    /** All that is known of somebody; empty when they have labelled nothing, and nobody has decided anything about them. */
    public Optional<AsOf<AnnotatorReport>> annotator(UUID id) {
        AsOf<AnnotatorReport> found = history.read(fold -> {
            int person = fold.people().find(id);
            Annotator annotator = fold.quality().annotator(id);
            PersonFigures figures = PersonFigures.of(fold, new Weights(fold), person, Long.MAX_VALUE);
            return new AsOf<>(
                    fold.position(),
                    report(
                            id,
                            figures,
                            annotator,
                            person == IdNumbers.UNKNOWN ? 0 : fold.skips(person),
                            fold.estimated(id)));
        });
        AnnotatorReport report = found.value();
        boolean unknown = report.labels() == 0
                && report.skips() == 0
                && report.gold().answers().isEmpty()
                && report.decisions().isEmpty();
        return unknown ? Optional.empty() : Optional.of(new AsOf<>(found.position(), completed(report)));
    }

    /**
     * What somebody may know of themselves, as of every 50th image that they label: so that no figure moves with a single answer.
     */
    public AsOf<OwnReport> own(UUID id) {
        record Taken(long position, @Nullable AnnotatorReport report) {}
        Cached.At<OwnReport> known = own.get(id);
        Taken taken = history.read(fold -> {
            Milestone milestone = fold.milestone(id);
            if (known != null && known.position() == milestone.position()) {
                return new Taken(milestone.position(), null);
            }
            PersonFigures figures =
                    PersonFigures.of(fold, new Weights(fold), fold.people().find(id), milestone.position());
            return new Taken(
                    milestone.position(),
                    report(id, figures, milestone.annotator(), milestone.skips(), milestone.estimated()));
        });
        AnnotatorReport report = taken.report();
        if (report == null) {
            return new AsOf<>(taken.position(), known.value());
        }
        OwnReport made = OwnReport.of(completed(report));
        own.put(id, new Cached.At<>(taken.position(), made));
        return new AsOf<>(taken.position(), made);
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

    /** With names and times, which are asked for last, and of few. */
    private AnnotatorReport completed(AnnotatorReport report) {
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

    /** How far people agree. */
    public AgreementReport agreement() {
        return named(agreement.get().value(), names);
    }

    static AgreementReport named(AgreementReport report, Function<Set<UUID>, Map<UUID, String>> names) {
        Set<UUID> people = report.kappa().stream()
                .flatMap(pair -> Stream.of(pair.a(), pair.b()))
                .collect(Collectors.toSet());
        Map<UUID, String> known = names.apply(people);
        return report.withPeople(
                people.stream().sorted().map(id -> new Named(id, known.get(id))).toList());
    }

    /** How good the labels are, in one view. */
    public AsOf<QualityReport> quality() {
        record Taken(long position, QualityState quality, QualityReport.@Nullable Estimate estimate) {}
        Taken taken = history.read(fold -> new Taken(fold.position(), fold.quality(), fold.latestEstimate()));
        int review = database.withHandle(handle -> handle.select("SELECT count(*) FROM review")
                .mapTo(Integer.class)
                .one());
        return new AsOf<>(
                taken.position(),
                QualityFigures.report(
                        taken.quality(),
                        taken.estimate(),
                        pool(),
                        review,
                        agreement.get().value(),
                        annotators.get().value()));
    }

    static double[][] cells(ConfusionMatrix matrix) {
        double[][] cells = new double[DIGITS][DIGITS];
        for (int truth = 0; truth < DIGITS; truth++) {
            for (int given = 0; given < DIGITS; given++) {
                cells[truth][given] = matrix.probability(truth, given);
            }
        }
        return cells;
    }
}
