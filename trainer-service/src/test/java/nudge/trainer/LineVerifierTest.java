package nudge.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import nudge.events.ChampionDecision;
import nudge.events.CheckpointPublished;
import nudge.events.EventCodec;
import nudge.events.Split;
import nudge.events.Topics;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
class LineVerifierTest {
    private final KafkaOfTest kafka = KafkaOfTest.fresh();

    /** Checkpoints of labels that come in several portions, of corrections and of what is no label. */
    private List<CheckpointPublished> trained() {
        CountedRounds rounds = new CountedRounds();
        try (Relayed relayed = new Relayed(kafka.settings());
                TrainingSession session = rounds.open(kafka, Clock.systemUTC())) {
            relayed.labels(0, 60);
            rounds.run(session, relayed.offset());
            relayed.garbage("no label");
            relayed.retract(3, Split.TRAIN);
            relayed.label(5, 9);
            relayed.labels(60, 120);
            rounds.run(session, relayed.offset());
        }
        List<CheckpointPublished> checkpoints = kafka.checkpoints();
        assertThat(checkpoints).hasSizeGreaterThan(10);
        return checkpoints;
    }

    private LineVerification all() {
        try (LineVerifier verifier = LineVerifier.all(kafka.configuration(Map.of()))) {
            return verifier.run(taken -> {});
        }
    }

    @Test
    void every_checkpoint_holds_in_one_pass_which_tells_how_far_it_is() {
        List<CheckpointPublished> checkpoints = trained();
        CheckpointPublished latest = checkpoints.get(checkpoints.size() - 1);
        List<Long> told = new ArrayList<>();
        try (LineVerifier verifier = LineVerifier.all(kafka.configuration(Map.of()))) {
            assertThat(verifier.steps()).isEqualTo(latest.step());
            LineVerification line = verifier.run(told::add);
            assertThat(line.holds()).isTrue();
            assertThat(line.first()).isNull();
            assertThat(line.from()).isNull();
            assertThat(line.last()).isEqualTo(latest);
            assertThat(line.checkpoints()).isEqualTo(checkpoints.size());
            assertThat(line.steps()).isEqualTo(latest.step());
            int decisions = kafka.committed(Topics.DECISIONS).size();
            assertThat(line.decisions()).isEqualTo(new LineVerification.Decisions(decisions, 0, null));
            assertThat(decisions).isGreaterThan(8);
        }
        assertThat(told)
                .containsExactlyElementsOf(
                        checkpoints.stream().map(CheckpointPublished::step).toList());
    }

    @Test
    void a_checkpoint_that_somebody_changed_is_named_and_those_behind_it_still_hold() {
        List<CheckpointPublished> checkpoints = trained();
        CheckpointPublished changed = checkpoints.get(4);
        String forged = changed.sha256().startsWith("0") ? "1" : "0";
        kafka.rewrite(
                Topics.CHECKPOINTS,
                json -> json.replace(changed.sha256(), forged + changed.sha256().substring(1)));
        LineVerification line = all();
        assertThat(line.holds()).isFalse();
        assertThat(line.differing()).isEqualTo(1);
        assertThat(line.first().checkpoint().id()).isEqualTo(changed.id());
        assertThat(line.first().actual()).isEqualTo(changed.sha256());
        assertThat(line.checkpoints()).isEqualTo(checkpoints.size());
    }

    @Test
    void a_decision_that_somebody_changed_is_named() {
        trained();
        List<ChampionDecision> decisions = kafka.committed(Topics.DECISIONS).stream()
                .map(EventCodec::decodeDecision)
                .toList();
        ChampionDecision changed = decisions.get(3);
        int n = changed.comparison().n();
        kafka.rewrite(
                Topics.DECISIONS,
                json -> json.contains("\"" + changed.checkpoint() + "\",\"model\"")
                        ? json.replace("\"n\":" + n, "\"n\":" + (n + 1))
                        : json);
        LineVerification line = all();
        assertThat(line.differing()).isZero();
        assertThat(line.holds()).isFalse();
        assertThat(line.decisions())
                .isEqualTo(new LineVerification.Decisions(decisions.size(), 1, changed.checkpoint()));
    }

    @Test
    void a_decision_on_a_checkpoint_that_there_is_not_is_named() {
        trained();
        List<ChampionDecision> decisions = kafka.committed(Topics.DECISIONS).stream()
                .map(EventCodec::decodeDecision)
                .toList();
        String id = decisions.get(2).checkpoint();
        kafka.rewrite(Topics.DECISIONS, json -> json.replace("\"checkpoint\":\"" + id, "\"checkpoint\":\"0" + id));
        assertThat(all().decisions()).isEqualTo(new LineVerification.Decisions(decisions.size(), 1, "0" + id));
    }

    @Test
    void of_rounds_that_somebody_changed_the_first_checkpoint_that_differs_is_named() {
        List<CheckpointPublished> checkpoints = trained();
        CheckpointPublished changed = checkpoints.stream()
                .filter(each -> each.rounds().stream().anyMatch(round -> round.steps() > 1))
                .skip(2)
                .findFirst()
                .orElseThrow();
        int steps = changed.rounds().stream()
                .mapToInt(CheckpointPublished.Round::steps)
                .filter(count -> count > 1)
                .findFirst()
                .orElseThrow();
        kafka.rewrite(
                Topics.CHECKPOINTS,
                json -> json.contains("\"" + changed.id() + "\"") && json.contains(changed.sha256())
                        ? json.replaceFirst("\"steps\":" + steps, "\"steps\":" + (steps - 1))
                        : json);
        LineVerification line = all();
        assertThat(line.first().checkpoint().id()).isEqualTo(changed.id());
        assertThat(line.differing())
                .as("what follows was derived from it")
                .isEqualTo(checkpoints.size() - checkpoints.indexOf(changed));
    }

    @Test
    void the_last_ones_are_derived_from_the_nearest_weights_that_are_kept() {
        List<CheckpointPublished> checkpoints = trained();
        try (LineVerifier verifier = LineVerifier.last(kafka.configuration(Map.of()), 3)) {
            LineVerification line = verifier.run(taken -> {});
            assertThat(line.holds()).isTrue();
            assertThat(line.decisions())
                    .as("these take a derivation from the seed")
                    .isNull();
            assertThat(line.checkpoints()).isEqualTo(3);
            assertThat(line.from())
                    .isEqualTo(checkpoints.get(checkpoints.size() - 4).id());
        }
        try (LineVerifier verifier = LineVerifier.last(kafka.configuration(Map.of()), 1_000_000)) {
            assertThat(verifier.run(taken -> {}))
                    .satisfies(line -> assertThat(line.holds()).isTrue())
                    .satisfies(line -> assertThat(line.from()).isNull())
                    .satisfies(line -> assertThat(line.checkpoints()).isEqualTo(checkpoints.size()));
        }
    }

    @Test
    void a_model_without_checkpoints_is_refused_in_one_line() {
        assertThatThrownBy(() -> LineVerifier.all(kafka.configuration(Map.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected checkpoints of model digits in nudge.checkpoints, got none: the first one follows"
                        + " the first labels");
    }
}
