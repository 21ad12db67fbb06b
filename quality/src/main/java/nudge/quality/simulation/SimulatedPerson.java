package nudge.quality.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import nudge.quality.ChangePoint;
import nudge.quality.ConfusionCounts;
import nudge.quality.ConfusionMatrix;
import nudge.quality.GoldAnswers;
import nudge.quality.GoldAnswers.Answer;
import nudge.quality.GoldAnswers.Counting;
import nudge.quality.Trust;
import org.jspecify.annotations.Nullable;

/** A member of a simulated crowd at work. */
final class SimulatedPerson {
    final int number;
    private final SimulatedCrowd crowd;
    private final List<GoldLabel> gold = new ArrayList<>();
    private final List<Answer> answers = new ArrayList<>();
    private int given;
    private int distrustedAfter = -1;
    private int distrustedFrom = Integer.MAX_VALUE;
    private Trust trust = Trust.NONE;
    private @Nullable ConfusionMatrix estimate;
    private ConfusionCounts counts = new ConfusionCounts(10);

    /** @param number how many labels they had given before, gold included */
    record GoldLabel(int number, int truth, int digit) {}

    SimulatedPerson(int number, SimulatedCrowd crowd) {
        this.number = number;
        this.crowd = crowd;
    }

    int label(UUID image, int truth, long seed) {
        return crowd.label(seed, number, image, truth, given++, null);
    }

    void answerGold(UUID image, int truth, long seed) {
        int digit = label(image, truth, seed);
        gold.add(new GoldLabel(given - 1, truth, digit));
        answers.add(new Answer(given - 1, image, digit == truth));
        trust = GoldAnswers.trust(answers, Counting.LATEST);
    }

    /** From behind the last gold answer before they became worse. */
    void distrust() {
        boolean[] correct = new boolean[answers.size()];
        for (int i = 0; i < correct.length; i++) {
            correct[i] = answers.get(i).correct();
        }
        ChangePoint change = ChangePoint.find(correct);
        distrustedAfter = given;
        distrustedFrom = change.changed() ? (int) answers.get(change.from() - 1).position() + 1 : 0;
    }

    boolean distrusted() {
        return distrustedAfter >= 0;
    }

    /** Whether their label of this number has weight. */
    boolean weighs(int number) {
        return number < distrustedFrom;
    }

    void estimated(ConfusionMatrix matrix, ConfusionCounts counts) {
        estimate = ConfusionMatrix.ofMillionths(10, matrix.millionths());
        this.counts = counts;
    }

    /** By which their labels are weighed. */
    ConfusionMatrix matrix() {
        return estimate == null ? trust.matrix(10) : estimate.atMost(Trust.MOST);
    }

    Trust trust() {
        return trust;
    }

    int given() {
        return given;
    }

    int goldSeen() {
        return gold.size();
    }

    List<GoldLabel> gold() {
        return gold;
    }

    CrowdSimulation.Person report() {
        return new CrowdSimulation.Person(
                crowd.people().get(number),
                given - gold.size(),
                trust,
                distrusted() ? Trust.State.DISTRUSTED : trust.state(),
                distrustedAfter,
                distrustedFrom,
                estimate == null ? trust.matrix(10) : estimate,
                counts.confusions());
    }
}
