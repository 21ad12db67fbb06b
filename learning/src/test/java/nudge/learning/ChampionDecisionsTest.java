package nudge.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import nudge.events.AnchorComparison;
import nudge.events.ChampionChanged;
import nudge.events.ChampionDecision;
import nudge.events.CheckpointPromoted;
import nudge.events.CheckpointPublished;
import nudge.events.CheckpointPublished.Training;
import nudge.events.CheckpointRejected;
import nudge.events.EventCodec;
import nudge.events.LabelRecord;
import nudge.events.LabelRecord.ImageLabelled;
import nudge.events.LabelRecord.ImageUnlabelled;
import nudge.events.PromotionRule;
import nudge.events.Split;
import nudge.learning.Learner.Resources;
import nudge.learning.champion.NoHarm;
import nudge.learning.champion.PairedAnswers;
import nudge.network.Evaluation;
import nudge.network.Network;
import nudge.network.SparseExamples;
import nudge.network.WeightFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChampionDecisionsTest {
    private static final Training TRAINING =
            new Training(List.of(784, 8, 10), "SIGMOID", "SQUARED_ERROR", "SCALED_NORMAL", 3f, 0f, 10, 5);
    private static final int HELD_OUT = 1_000;

    private final Learner learner = begun();
    private final ChampionDecisions decisions = new ChampionDecisions(learner, null);
    private final List<LabelRecord> log = new ArrayList<>();

    private static Learner begun() {
        return Learner.begin(TRAINING, new Resources(1, 1 << 30, Path.of(System.getProperty("java.io.tmpdir"))));
    }

    @AfterEach
    void close_the_learner() {
        learner.close();
    }

    private void fold(LabelRecord label) {
        log.add(label);
        learner.fold(label);
    }

    private void label(int image, int digit) {
        label(image, digit, image < 10_000 ? Split.HELD_OUT : Split.TRAIN);
    }

    private void label(int image, int digit, Split split) {
        fold(new ImageLabelled(
                MadeUpImages.image(image),
                MadeUpImages.pixels(image, image % 10),
                digit,
                1,
                split,
                log.size() + 1,
                log.size(),
                Instant.EPOCH));
    }

    private void retract(int image) {
        fold(new ImageUnlabelled(MadeUpImages.image(image), Split.HELD_OUT, log.size() + 1, log.size(), Instant.EPOCH));
    }

    /** Images 0 to 999 are held out, labelled as they are; those from 10,000 on are learned from. */
    private void holdOut() {
        for (int image = 0; image < HELD_OUT; image++) {
            label(image, image % 10);
        }
    }

    private void learn(int from, int to, int shift) {
        for (int image = from; image < to; image++) {
            label(image, (image + shift) % 10);
            learner.step();
        }
        for (int i = 0; i < 300; i++) {
            learner.step();
        }
    }

    private CheckpointPublished checkpoint() {
        byte[] weights = learner.weights(Map.of());
        String sha256 = WeightFile.sha256(weights);
        return new CheckpointPublished(
                CheckpointPublished.id(learner.steps(), sha256.substring(0, 16)),
                "digits",
                null,
                sha256,
                weights.length,
                EventCodec.chunks(weights.length),
                learner.steps(),
                learner.examples(),
                learner.heldOut(),
                log.size(),
                log.size(),
                List.of(),
                TRAINING,
                learner.sampler(),
                Instant.EPOCH);
    }

    private ChampionDecision judge(ChampionDecisions by) {
        return by.judge(checkpoint(), learner.measure());
    }

    private Network network() {
        return WeightFile.read(learner.weights(Map.of()));
    }

    @Test
    void the_first_is_champion_and_anchor_and_one_that_is_better_takes_its_place() {
        holdOut();
        CheckpointPublished first = checkpoint();
        ChampionDecision decision = decisions.judge(first, learner.measure());
        assertThat(decision.rule()).isEqualTo(PromotionRule.FIRST);
        assertThat(decision.anchor()).isNull();
        assertThat(decisions.champion().checkpoint()).isEqualTo(first.id());
        assertThat(decisions.champion().anchor().sha256()).isEqualTo(first.sha256());

        learn(10_000, 10_400, 0);
        ChampionDecision better = judge(decisions);
        assertThat(better.rule()).isEqualTo(PromotionRule.BETTER);
        assertThat(better.anchor()).isEqualTo(first.id());
        assertThat(better.comparison().n()).isEqualTo(HELD_OUT);
        assertThat(decisions.champion().anchor().checkpoint()).isEqualTo(better.checkpoint());
    }

    /** Most of the labels are wrong for a while: what learns that is rejected; promotion comes back once they are corrected. */
    @Test
    void wrong_labels_make_no_champion_and_corrected_ones_do() {
        holdOut();
        learn(10_000, 10_800, 0);
        judge(decisions);
        ChampionChanged before = decisions.champion();
        for (int image = 10_000; image < 10_500; image++) {
            label(image, (image + 1) % 10);
        }
        for (int i = 0; i < 1_000; i++) {
            learner.step();
        }
        ChampionDecision worse = judge(decisions);
        assertThat(worse).isInstanceOf(CheckpointRejected.class);
        assertThat(worse.comparison().c()).isGreaterThan(HELD_OUT / 4);
        assertThat(decisions.champion()).isSameAs(before);
        for (int image = 10_000; image < 10_500; image++) {
            label(image, image % 10);
        }
        for (int i = 0; i < 1_000; i++) {
            learner.step();
        }
        assertThat(judge(decisions)).isInstanceOf(CheckpointPromoted.class);
        assertThat(decisions.champion()).isNotEqualTo(before);
    }

    @Test
    void whoever_goes_on_from_the_champion_decides_as_the_one_before() {
        holdOut();
        judge(decisions);
        Random random = new Random(3);
        List<ChampionDecision> straight = new ArrayList<>();
        List<ChampionDecision> resumed = new ArrayList<>();
        Network anchor = network();
        ChampionChanged champion = decisions.champion();
        for (int round = 0; round < 12; round++) {
            for (int i = 0; i < 30; i++) {
                label(10_000 + random.nextInt(500), random.nextInt(3) == 0 ? random.nextInt(10) : round % 10);
                label(random.nextInt(HELD_OUT + 50), random.nextInt(10));
                retract(random.nextInt(HELD_OUT));
                learner.step();
            }
            Learner other = Learner.resume(
                    TRAINING,
                    new Resources(1, 1 << 30, Path.of(System.getProperty("java.io.tmpdir"))),
                    learner.weights(Map.of()),
                    learner.steps(),
                    learner.sampler());
            log.forEach(other::fold);
            other.compareWith(anchor);
            resumed.add(new ChampionDecisions(other, champion).judge(checkpoint(), other.measure()));
            other.close();
            ChampionDecision decision = judge(decisions);
            straight.add(decision);
            champion = decisions.champion();
            anchor = decision.rule().movesAnchor() ? network() : anchor;
        }
        assertThat(resumed).isEqualTo(straight);
        assertThat(straight).extracting(each -> each.rule().promotes()).contains(true, false);
    }

    /** By the definition: both networks are asked about every image with a label, with its label of now. */
    @Test
    void labels_that_come_late_or_change_are_compared_as_they_are_now() {
        holdOut();
        Network anchor = network();
        learner.compareWith(anchor);
        learn(10_000, 10_100, 0);
        assertThat(compared()).isEqualTo(byDefinition(anchor));
        retract(3);
        label(4, 9);
        for (int image = HELD_OUT; image < HELD_OUT + 20; image++) {
            label(image, image % 10);
        }
        assertThat(compared()).isEqualTo(byDefinition(anchor));
        label(3, 1);
        learn(10_100, 10_200, 0);
        assertThat(compared()).isEqualTo(byDefinition(anchor));
        learner.compareWithThis(learner.measure());
        anchor = network();
        assertThat(compared()).isEqualTo(List.of(HELD_OUT + 20, 0, 0));
        retract(7);
        label(HELD_OUT + 20, 0);
        label(7, 7);
        learn(10_200, 10_300, 1);
        assertThat(compared()).isEqualTo(byDefinition(anchor));
    }

    private List<Integer> compared() {
        PairedAnswers answers = learner.compare(learner.measure());
        AnchorComparison numbers = NoHarm.judge(answers).comparison();
        return List.of(numbers.n(), numbers.b(), numbers.c());
    }

    private List<Integer> byDefinition(Network anchor) {
        Map<UUID, ImageLabelled> labels = new TreeMap<>();
        for (LabelRecord record : log) {
            if (record instanceof ImageLabelled labelled && labelled.split() == Split.HELD_OUT) {
                labels.put(labelled.image(), labelled);
            } else if (record instanceof ImageUnlabelled) {
                labels.remove(record.image());
            }
        }
        SparseExamples images = new SparseExamples(784);
        labels.values().forEach(each -> images.add(each.pixels(), 0, each.digit()));
        float[] now = Evaluation.of(network(), images).outputs();
        float[] before = Evaluation.of(anchor, images).outputs();
        int gained = 0;
        int lost = 0;
        for (int i = 0; i < images.size(); i++) {
            boolean isRight = Evaluation.mostActive(now, 10 * i, 10) == images.digit(i);
            boolean wasRight = Evaluation.mostActive(before, 10 * i, 10) == images.digit(i);
            gained += isRight && !wasRight ? 1 : 0;
            lost += wasRight && !isRight ? 1 : 0;
        }
        return List.of(images.size(), gained, lost);
    }

    @Test
    void the_anchor_is_asked_about_each_image_once() {
        holdOut();
        learn(10_000, 10_400, 0);
        Network anchor = network();
        learner.compareWith(anchor);
        assertThat(compared()).isEqualTo(List.of(HELD_OUT, 0, 0));
        for (int digit = 0; digit < 10; digit++) {
            anchor.bias(1, digit, digit == 7 ? 100 : -100);
        }
        assertThat(compared()).as("what it says by now").isEqualTo(List.of(HELD_OUT, 0, 0));
        label(3, 4);
        assertThat(compared()).isEqualTo(List.of(HELD_OUT, 0, 0));
        label(HELD_OUT, 0);
        assertThat(compared()).as("but for the image that is new").isEqualTo(List.of(HELD_OUT + 1, 1, 0));
    }

    @Test
    void a_measurement_of_other_images_than_those_of_now_is_refused() {
        holdOut();
        learner.compareWith(network());
        Evaluation evaluation = learner.measure();
        label(HELD_OUT, 0);
        assertThatThrownBy(() -> learner.compare(evaluation))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected the evaluation of the 1001 images that are measured on now, got one of 1000");
    }

    @Test
    void without_an_anchor_nothing_is_compared() {
        holdOut();
        assertThat(learner.compare(learner.measure())).isNull();
    }
}
