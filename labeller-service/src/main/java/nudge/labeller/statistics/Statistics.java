package nudge.labeller.statistics;

import java.util.ArrayList;
import java.util.Comparator;
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
import nudge.labeller.statistics.AnnotatorSummary.GoldCount;
import nudge.quality.Trust;
import org.jspecify.annotations.Nullable;

/**
 * What labels say of the people who gave them, and of each other. Thread-safe. Every method throws {@link
 * HistoryLoadingException} while the log is read for the first time.
 */
public final class Statistics {
    private final LabelHistory history;
    private final Database database;
    private final Function<Set<UUID>, Map<UUID, String>> names;
    private final Cached<List<AnnotatorSummary>> annotators;
    private final Cached<AgreementReport> agreement;
    private final Cached<PoolFigures> pool;
    /** As of a person's latest milestone. */
    private final Map<UUID, Cached.At<OwnReport>> own = new ConcurrentHashMap<>();

    private final AnnotatorReports reports;

    /** @param names of those people and tokens that are still known */
    public Statistics(LabelHistory history, Database database, Function<Set<UUID>, Map<UUID, String>> names) {
        this.history = history;
        this.database = database;
        this.names = names;
        this.reports = new AnnotatorReports(database, names);
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
        return reports.completedIfKnown(
                history.read(fold -> new AsOf<>(fold.position(), AnnotatorReports.report(fold, id))));
    }

    /**
     * What somebody may know of themselves, as of every 50th image that they label: so that no figure moves with a single answer.
     */
    public AsOf<OwnReport> own(UUID id) {
        record Taken(long position, @Nullable AnnotatorReport report) {}
        Cached.At<OwnReport> known = own.get(id);
        Taken taken = history.read(fold -> {
            long position = fold.milestone(id).position();
            boolean same = known != null && known.position() == position;
            return new Taken(position, same ? null : AnnotatorReports.own(fold, id));
        });
        AnnotatorReport report = taken.report();
        if (report == null) {
            return new AsOf<>(taken.position(), known.value());
        }
        OwnReport made = OwnReport.of(reports.completed(report));
        own.put(id, new Cached.At<>(taken.position(), made));
        return new AsOf<>(taken.position(), made);
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
}
