package nudge.quality.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import nudge.quality.Settlement.Decision;
import org.jspecify.annotations.Nullable;

/** An image that a simulated crowd labels. */
final class SimulatedImage {
    final UUID id;
    final int truth;
    final List<Given> labels = new ArrayList<>();
    Decision decision = new Decision.Open(null, 0);
    /** Whether it stands among those that want another label. */
    boolean queued;

    /** @param number how many labels its annotator had given before */
    record Given(SimulatedPerson person, int digit, int number) {}

    SimulatedImage(UUID id, int truth) {
        this.id = id;
        this.truth = truth;
    }

    boolean labelledBy(SimulatedPerson person) {
        return labels.stream().anyMatch(label -> label.person() == person);
    }

    CrowdSimulation.Outcome outcome() {
        return new CrowdSimulation.Outcome(
                truth, settled(), labels.isEmpty() ? null : labels.get(0).digit());
    }

    @Nullable
    Integer settled() {
        return decision instanceof Decision.Settled settled ? settled.digit() : null;
    }
}
