package nudge.labeller.statistics;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import nudge.labeller.database.Database;
import nudge.labeller.database.StoreUnavailableException;
import nudge.labeller.image.ImageQueries;
import nudge.labeller.statistics.Statistics.AsOf;

/**
 * The figures of {@link Statistics} as they were at a position of the log. The log is read up to there, by one caller at a time, so
 * that one history beside today's is in memory. Names are today's: the log knows none. Every method throws
 * {@link StoreUnavailableException} when the database does not answer.
 */
public final class PastStatistics {
    private final Database database;
    private final Function<Set<UUID>, Map<UUID, String>> names;
    private final AnnotatorReports reports;

    /** @param names of those people and tokens that are still known */
    public PastStatistics(Database database, Function<Set<UUID>, Map<UUID, String>> names) {
        this.database = database;
        this.names = names;
        this.reports = new AnnotatorReports(database, names);
    }

    /** How good the labels were, in one view. */
    public synchronized AsOf<QualityReport> quality(long position) {
        LabelFold then = LabelHistory.fold(database, position);
        int[] review = {0};
        new ImageQueries(database)
                .snapshot(position)
                .eachState(
                        (image, state) -> review[0] += state.image().verdict().review() == null ? 0 : 1);
        return new AsOf<>(
                position,
                QualityFigures.report(
                        then.quality(),
                        then.latestEstimate(),
                        PoolFigures.of(then),
                        review[0],
                        AgreementFigures.of(then).get(),
                        Statistics.summaries(then)));
    }

    /** How far people agreed. */
    public synchronized AgreementReport agreement(long position) {
        return Statistics.named(
                AgreementFigures.of(LabelHistory.fold(database, position)).get(), names);
    }

    /** Everybody who had labelled, those with the most labels first. */
    public synchronized AsOf<List<AnnotatorSummary>> annotators(long position) {
        return Statistics.named(position, Statistics.summaries(LabelHistory.fold(database, position)), names);
    }

    /** All that was known of somebody; empty when they had labelled nothing, and nobody had decided anything about them. */
    public synchronized Optional<AsOf<AnnotatorReport>> annotator(UUID id, long position) {
        LabelFold then = LabelHistory.fold(database, position);
        return reports.completedIfKnown(new AsOf<>(position, AnnotatorReports.report(then, id)));
    }

    /** What somebody might know of themselves, as of the last 50th image that they had labelled. */
    public synchronized AsOf<OwnReport> own(UUID id, long position) {
        LabelFold then = LabelHistory.fold(database, position);
        return new AsOf<>(
                then.milestone(id).position(), OwnReport.of(reports.completed(AnnotatorReports.own(then, id))));
    }
}
