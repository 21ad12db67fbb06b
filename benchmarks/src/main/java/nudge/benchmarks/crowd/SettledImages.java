package nudge.benchmarks.crowd;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import nudge.quality.CrowdLab.GivenLabel;
import nudge.quality.CrowdSetting;
import nudge.quality.Policy;
import nudge.quality.Settlement;
import nudge.quality.Settlement.Decision;
import nudge.quality.Settlement.WeighedLabel;
import nudge.quality.Trust;
import nudge.quality.simulation.SimulatedCrowd;
import org.jspecify.annotations.Nullable;

/** Images of a pool that the default crowd policy settles, by the trust in people after 50 answers on gold. */
final class SettledImages {
    private static final int GOLD = 50;

    private final Policy.Crowd policy = Policy.Crowd.standard();
    private final SimulatedPool pool;
    private final List<Trust> trusts = new ArrayList<>();
    private final Map<Integer, Integer> digits = new LinkedHashMap<>();
    private @Nullable Integer open;

    SettledImages(SimulatedPool pool, SimulatedCrowd crowd, long seed) {
        this.pool = pool;
        for (int person = 0; person < crowd.people().size(); person++) {
            int correct = 0;
            for (int gold = 0; gold < GOLD; gold++) {
                int truth = gold % 10;
                correct += crowd.label(seed, person, new UUID(7, gold), truth, gold, null) == truth ? 1 : 0;
            }
            trusts.add(new Trust(GOLD, correct));
        }
    }

    /** The image that wants another opinion, or null. */
    @Nullable
    Integer open() {
        return open;
    }

    /** Looks at an image that has one label more. */
    void consider(int image) {
        List<WeighedLabel> labels = new ArrayList<>();
        for (GivenLabel label : pool.labels(image)) {
            Trust trust = trusts.get(label.annotator());
            labels.add(new WeighedLabel(label.given(), trust.matrix(10), trust));
        }
        boolean doubled = image % 1_000 < 1_000 * policy.value(CrowdSetting.DOUBLED);
        Decision decision =
                Settlement.decide(policy, new Settlement.Image(Settlement.even(), labels, null, false, doubled));
        if (decision instanceof Decision.Settled of) {
            digits.put(image, of.digit());
        }
        open = decision instanceof Decision.Open && labels.size() < pool.people() ? Integer.valueOf(image) : null;
    }

    /** Those that are settled. */
    Targets targets() {
        return new Targets(
                digits.keySet().stream().mapToInt(Integer::intValue).toArray(),
                digits.values().stream().mapToInt(Integer::intValue).toArray());
    }
}
