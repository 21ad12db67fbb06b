package nudge.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import nudge.events.ChampionDecision;
import nudge.events.CheckpointPublished;
import nudge.events.EventCodec;
import nudge.events.LabelRecord.ImageUnlabelled;
import nudge.events.PromotionRule;
import nudge.events.Split;
import nudge.events.Topics;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A broker that lost its power may have lost labels that it had acknowledged. The relay publishes them again, in other
 * transactions: the same positions lie at other offsets. A checkpoint is a function of the positions.
 */
@Tag("server")
class LostTailTest {
    private static final int FIRST = 60;
    private static final int ALL = 120;

    private final KafkaOfTest kafka = KafkaOfTest.fresh();

    /** Labels [from, to), in transactions of so many, as far as the offsets are concerned. */
    private static void labels(Relayed relayed, int from, int to, int transaction) {
        for (int number = from; number < to; number += transaction) {
            relayed.labels(number, Math.min(to, number + transaction));
            relayed.skipOffsets();
        }
    }

    @Test
    void a_checkpoint_behind_a_lost_tail_is_that_of_a_run_that_lost_nothing() {
        CountedRounds rounds = new CountedRounds();
        try (Relayed relayed = new Relayed(kafka.settings());
                TrainingSession session = rounds.open(kafka, Clock.systemUTC())) {
            labels(relayed, 0, FIRST, 5);
            rounds.run(session, relayed.offset());
            labels(relayed, FIRST, ALL, 5);
            rounds.run(session, relayed.offset());
        }
        List<CheckpointPublished> unbroken = kafka.checkpoints();
        assertThat(unbroken).hasSizeGreaterThan(10);

        for (int transaction : List.of(30, 3)) {
            KafkaOfTest.fresh();
            try (Relayed relayed = new Relayed(kafka.settings());
                    TrainingSession session = rounds.open(kafka, Clock.systemUTC())) {
                labels(relayed, 0, FIRST, 5);
                rounds.run(session, relayed.offset());
            }
            kafka.loseLabels();
            try (Relayed relayed = new Relayed(kafka.settings())) {
                labels(relayed, 0, ALL, transaction);
                try (TrainingSession session = rounds.open(kafka, Clock.systemUTC())) {
                    rounds.run(session, relayed.offset());
                }
            }
            assertSameModels(kafka.checkpoints(), unbroken);
            assertHolds();
        }
    }

    @Test
    void a_trainer_whose_champion_kafka_has_lost_begins_anew_with_the_next_checkpoint_and_verification_names_it() {
        CountedRounds rounds = new CountedRounds();
        try (Relayed relayed = new Relayed(kafka.settings())) {
            labels(relayed, 0, FIRST, 5);
            try (TrainingSession session = rounds.open(kafka, Clock.systemUTC())) {
                rounds.run(session, relayed.offset());
            }
            int before = kafka.committed(Topics.DECISIONS).size();
            // Of another checkpoint, which nudge.checkpoints does not hold any more.
            kafka.rewrite(
                    Topics.CHAMPION,
                    json -> json.replaceAll(
                            "\"anchor\":\\{\"checkpoint\":\"[^\"]*\"", "\"anchor\":{\"checkpoint\":\"lost\""));
            labels(relayed, FIRST, ALL, 5);
            try (TrainingSession session = rounds.open(kafka, Clock.systemUTC())) {
                rounds.run(session, relayed.offset());
            }
            List<ChampionDecision> decisions = kafka.committed(Topics.DECISIONS).stream()
                    .map(EventCodec::decodeDecision)
                    .toList();
            assertThat(decisions.get(before).rule()).isEqualTo(PromotionRule.FIRST);
            assertThat(decisions.subList(before + 1, decisions.size()))
                    .isNotEmpty()
                    .noneMatch(each -> each.rule() == PromotionRule.FIRST);
            try (LineVerifier verifier = LineVerifier.all(kafka.configuration(Map.of()))) {
                assertThat(verifier.run(taken -> {}).decisions())
                        .isEqualTo(new LineVerification.Decisions(
                                decisions.size(), 1, decisions.get(before).checkpoint()));
            }
        }
    }

    private static void assertSameModels(List<CheckpointPublished> got, List<CheckpointPublished> expected) {
        assertThat(got)
                .extracting(CheckpointPublished::sha256)
                .containsExactlyElementsOf(
                        expected.stream().map(CheckpointPublished::sha256).toList());
        assertThat(got)
                .extracting(CheckpointPublished::position)
                .containsExactlyElementsOf(
                        expected.stream().map(CheckpointPublished::position).toList());
        assertThat(got)
                .extracting(CheckpointPublished::offset)
                .isNotEqualTo(expected.stream().map(CheckpointPublished::offset).toList());
    }

    private void assertHolds() {
        List<CheckpointPublished> checkpoints = kafka.checkpoints();
        String last = checkpoints.get(checkpoints.size() - 1).id();
        for (Verification.From from : Verification.From.values()) {
            assertThat(Verification.of(kafka.configuration(Map.of()), last, from)
                            .holds())
                    .as("derived from %s", from)
                    .isTrue();
        }
    }

    /** As they were published before rounds named positions. */
    @Test
    void an_older_checkpoint_holds_as_long_as_its_offsets_do_and_is_resumed_from_even_when_they_do_not() {
        CountedRounds rounds = new CountedRounds();
        try (Relayed relayed = new Relayed(kafka.settings());
                TrainingSession session = rounds.open(kafka, Clock.systemUTC())) {
            labels(relayed, 0, FIRST, 5);
            rounds.run(session, relayed.offset());
        }
        kafka.rewrite(Topics.CHECKPOINTS, json -> json.replaceAll(",\"position\":\\d+}", "}"));
        List<CheckpointPublished> older = kafka.checkpoints();
        assertThat(older)
                .allSatisfy(each -> assertThat(each.rounds())
                        .extracting(CheckpointPublished.Round::position)
                        .containsOnlyNulls());
        assertHolds();

        kafka.loseLabels();
        try (Relayed relayed = new Relayed(kafka.settings())) {
            labels(relayed, 0, ALL, 30);
            try (TrainingSession session = rounds.open(kafka, Clock.systemUTC())) {
                rounds.run(session, relayed.offset());
            }
        }
        List<CheckpointPublished> all = kafka.checkpoints();
        CheckpointPublished last = all.get(all.size() - 1);
        assertThat(last.examples() + last.heldOut()).isEqualTo(ALL);
        TrainerConfiguration configuration = kafka.configuration(Map.of());
        assertThat(Verification.of(configuration, last.id(), Verification.From.NEAREST)
                        .holds())
                .isTrue();
        String moved = older.get(older.size() - 1).id();
        assertThatThrownBy(() -> Verification.of(configuration, moved, Verification.From.ROOT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("did not write down the positions of its rounds");
    }

    @Test
    void records_without_a_position_do_not_stand_for_the_labels_that_are_lost() {
        CountedRounds rounds = new CountedRounds();
        try (Relayed relayed = new Relayed(kafka.settings());
                TrainingSession session = rounds.open(kafka, Clock.systemUTC())) {
            relayed.labels(0, FIRST);
            for (int i = 0; i < 5; i++) {
                relayed.garbage("no label " + i);
            }
            rounds.run(session, relayed.offset());
        }
        long position = kafka.checkpoints().get(kafka.checkpoints().size() - 1).position();
        kafka.loseLabels();
        try (Relayed relayed = new Relayed(kafka.settings())) {
            relayed.labels(0, FIRST + 3);
            try (TrainingSession session = rounds.open(kafka, Clock.systemUTC())) {
                relayed.labels(FIRST + 3, ALL);
                rounds.run(session, relayed.offset());
            }
            List<CheckpointPublished> checkpoints = kafka.checkpoints();
            CheckpointPublished last = checkpoints.get(checkpoints.size() - 1);
            assertThat(position).isEqualTo(2 * FIRST);
            assertThat(last.position()).isEqualTo(2 * ALL);
            assertThat(last.examples() + last.heldOut()).isEqualTo(ALL);
        }
        assertHolds();
    }

    @Test
    void a_trainer_that_runs_meanwhile_goes_on_by_itself_once_the_relay_has_filled_the_topic_again() {
        TrainerConfiguration configuration = kafka.configuration(Map.of());
        try (Trainer trainer = Trainer.start(configuration)) {
            try (Relayed relayed = new Relayed(kafka.settings())) {
                labels(relayed, 0, 40, 2);
                Health.awaitParked(trainer.httpPort(), relayed);
            }
            kafka.loseLabels();
            try (Relayed relayed = new Relayed(kafka.settings())) {
                labels(relayed, 0, 20, 20);
                labels(relayed, 20, 100, 20);
                Health.awaitParked(trainer.httpPort(), relayed);
            }
        }
        List<CheckpointPublished> checkpoints = kafka.checkpoints();
        for (int i = 1; i < checkpoints.size(); i++) {
            assertThat(checkpoints.get(i).parent())
                    .isEqualTo(checkpoints.get(i - 1).id());
        }
        assertThat(checkpoints.get(checkpoints.size() - 1).examples()).isEqualTo(90);
        assertHolds();
    }

    @Test
    void a_topic_that_passes_over_the_position_halts_the_trainer_in_one_line() throws Exception {
        TrainerConfiguration configuration = kafka.configuration(Map.of());
        try (Trainer trainer = Trainer.start(configuration);
                Relayed relayed = new Relayed(kafka.settings())) {
            relayed.labels(0, 20);
            Health.awaitParked(trainer.httpPort(), relayed);
        }
        kafka.loseLabels();
        try (Trainer trainer = Trainer.start(configuration);
                Relayed relayed = new Relayed(kafka.settings())) {
            relayed.send(new ImageUnlabelled(Relayed.image(7), Split.TRAIN, 3, 0, Relayed.AT));
            relayed.labels(0, 20);
            Health.awaitState(trainer.httpPort(), "HALTED");
            assertThat(Health.get(trainer.httpPort(), "/health").body())
                    .contains("expected position 40 in nudge.labels-0, the last that a checkpoint has learned, got 41"
                            + " behind 39")
                    .contains("docs/operations.md#a-lost-tail-of-kafka");
        }
    }
}
