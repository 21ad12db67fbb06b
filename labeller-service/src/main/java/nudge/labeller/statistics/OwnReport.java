package nudge.labeller.statistics;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import nudge.labeller.quality.AnnotatorEvent.Evidence;
import nudge.labeller.statistics.AnnotatorReport.Agreed;
import nudge.labeller.statistics.AnnotatorReport.Confused;
import nudge.labeller.statistics.AnnotatorReport.Estimated;
import nudge.labeller.statistics.AnnotatorReport.Flag;
import nudge.labeller.statistics.AnnotatorReport.PaceShown;
import nudge.labeller.statistics.AnnotatorSummary.GoldCount;
import org.jspecify.annotations.Nullable;

/**
 * What people may know of themselves: as of every 50th image that they label, so that no figure moves with a single answer and
 * tells gold from the rest. The fields are those of {@link AnnotatorReport}.
 */
public record OwnReport(
        UUID id,
        @Nullable String name,
        int labels,
        int skips,
        GoldCount gold,
        double trust,
        double bound,
        String state,
        @Nullable Estimated estimated,
        int[][] confusion,
        List<Confused> confusions,
        PaceShown pace,
        Agreed agreement,
        List<OwnDecision> decisions,
        List<Flag> flags) {
    /** A decision about them, without who took it. */
    public record OwnDecision(
            long position,
            Instant at,
            String kind,
            long from,
            @Nullable Evidence evidence) {}

    static OwnReport of(AnnotatorReport report) {
        return new OwnReport(
                report.id(),
                report.name(),
                report.labels(),
                report.skips(),
                new GoldCount(report.gold().seen(), report.gold().correct()),
                report.trust(),
                report.bound(),
                report.state(),
                report.estimated(),
                report.confusion(),
                report.confusions(),
                report.pace(),
                report.agreement(),
                report.decisions().stream()
                        .map(each ->
                                new OwnDecision(each.position(), each.at(), each.kind(), each.from(), each.evidence()))
                        .toList(),
                report.flags());
    }
}
