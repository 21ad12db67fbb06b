package nudge.labeller.statistics;

import java.util.Arrays;
import java.util.List;
import nudge.labeller.quality.GoldImage;
import nudge.labeller.quality.QualityEvent.RecomputeFinished;
import nudge.labeller.quality.QualityState;
import nudge.labeller.statistics.QualityReport.Agreement;
import nudge.labeller.statistics.QualityReport.Gold;
import nudge.labeller.statistics.QualityReport.PolicyShown;
import nudge.labeller.statistics.QualityReport.Pool;
import nudge.labeller.statistics.QualityReport.Recompute;
import nudge.labeller.statistics.QualityReport.Setting;
import nudge.quality.CrowdSetting;
import nudge.quality.Policy;
import org.jspecify.annotations.Nullable;

/** The figures of the whole, in one view. */
final class QualityFigures {
    private static final int DIGITS = 10;

    private QualityFigures() {}

    static QualityReport report(
            QualityState quality,
            QualityReport.@Nullable Estimate estimate,
            PoolFigures pool,
            int review,
            AgreementReport agreed,
            List<AnnotatorSummary> people) {
        Pool progress = new Pool(pool.settled(), pool.open(), review, pool.labels(), pool.labelsPerImage());
        Gold gold = gold(quality);
        Agreement agreement = new Agreement(agreed.alpha(), agreed.agreement(), agreed.units());
        return new QualityReport(
                policy(quality),
                settings(),
                progress,
                gold,
                estimate,
                recompute(quality),
                agreement,
                Advice.of(quality, gold, progress, agreement, people));
    }

    private static List<Setting> settings() {
        return Arrays.stream(CrowdSetting.values())
                .map(each -> new Setting(
                        each.wire(), each.standard(), each.least(), each.most(), each.whole(), each.meaning()))
                .toList();
    }

    static PolicyShown policy(QualityState quality) {
        return new PolicyShown(
                quality.policy().name(),
                quality.general().policyPosition(),
                quality.general().settings());
    }

    private static Gold gold(QualityState quality) {
        int[] byDigit = new int[DIGITS];
        int active = 0;
        int retired = 0;
        int contested = 0;
        for (GoldImage image : quality.gold().values()) {
            if (image.retired()) {
                retired++;
            } else {
                active++;
                byDigit[image.digit()]++;
                contested += image.contests().isEmpty() ? 0 : 1;
            }
        }
        int quiz = quality.policy() instanceof Policy.Crowd crowd
                ? crowd.whole(CrowdSetting.QUIZ)
                : (int) CrowdSetting.QUIZ.standard();
        boolean enough =
                active >= quiz && (quiz < DIGITS || Arrays.stream(byDigit).allMatch(count -> count > 0));
        return new Gold(active, retired, contested, byDigit, enough);
    }

    private static @Nullable Recompute recompute(QualityState quality) {
        RecomputeFinished last = quality.general().last();
        List<QualityState.Due> due = quality.general().due();
        if (!due.isEmpty()) {
            return new Recompute(due.get(0).cause(), true, 0, 0, 0);
        }
        return last == null ? null : new Recompute(last.cause(), false, last.lookedAt(), last.changed(), last.opened());
    }
}
