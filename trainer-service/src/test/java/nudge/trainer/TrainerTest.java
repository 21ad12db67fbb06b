package nudge.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import nudge.events.AccuracyMeasured;
import nudge.events.CheckpointPublished;
import nudge.events.EventCodec;
import nudge.events.Split;
import nudge.events.Topics;
import nudge.network.WeightFile;
import nudge.trainer.kafka.DeadLetter;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The whole trainer on a real broker. */
@Tag("server")
class TrainerTest {
    private KafkaOfTest kafka;

    @BeforeEach
    void freshTopics() {
        kafka = KafkaOfTest.fresh();
    }

    @Test
    void a_label_is_learned_and_the_trainer_parks() throws Exception {
        try (Trainer trainer = Trainer.start(configuration(Map.of()));
                Relayed relayed = new Relayed(kafka.settings())) {
            relayed.labels(0, 200);
            Health.awaitParked(trainer.httpPort(), relayed);
            CheckpointPublished last = last(kafka.checkpoints());
            assertThat(last.offset()).isEqualTo(relayed.offset());
            assertThat(last.position()).isEqualTo(relayed.position());
            assertThat(last.examples()).isEqualTo(180);
            assertThat(last.heldOut()).isEqualTo(20);
            AccuracyMeasured accuracy = EventCodec.decodeAccuracy(last(kafka.committed(Topics.ACCURACY)));
            assertThat(accuracy.checkpoint()).isEqualTo(last.id());
            assertThat(accuracy.accuracy()).isGreaterThan(0.9);
        }
    }

    @Test
    void a_label_that_comes_to_a_parked_trainer_is_in_a_checkpoint_soon() {
        try (Trainer trainer = Trainer.start(configuration(Map.of()));
                Relayed relayed = new Relayed(kafka.settings())) {
            relayed.labels(0, 100);
            Health.awaitParked(trainer.httpPort(), relayed);
            relayed.label(1000, 3);
            awaitHorizon(relayed.offset());
            relayed.retract(1000, Split.TRAIN);
            awaitHorizon(relayed.offset());
            assertThat(last(kafka.checkpoints()).examples()).isEqualTo(90);
        }
    }

    @Test
    void every_checkpoint_can_be_re_derived_from_the_log() {
        TrainerConfiguration configuration = configuration(Map.of());
        try (Trainer trainer = Trainer.start(configuration);
                Relayed relayed = new Relayed(kafka.settings())) {
            relayed.labels(0, 150);
            relayed.garbage("no label");
            relayed.retract(3, Split.TRAIN);
            relayed.label(5, 9);
            Health.awaitParked(trainer.httpPort(), relayed);
        }
        List<CheckpointPublished> checkpoints = kafka.checkpoints();
        String latest = last(checkpoints).id();
        assertThat(Verification.of(configuration, latest, Verification.From.ROOT))
                .satisfies(derived -> assertThat(derived.holds()).isTrue())
                .satisfies(derived -> assertThat(derived.checkpoints()).isEqualTo(checkpoints.size()));
        assertThat(Verification.of(configuration, latest, Verification.From.NEAREST))
                .satisfies(derived -> assertThat(derived.holds()).isTrue())
                .satisfies(derived ->
                        assertThat(derived.from()).isEqualTo(last(checkpoints).parent()));
        assertThatThrownBy(() -> Verification.of(configuration, "nowhere", Verification.From.ROOT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected a checkpoint of model digits, got nowhere");
    }

    @Test
    void at_step_100_a_checkpoint_is_published_which_can_be_derived_again() {
        TrainerConfiguration configuration = configuration(Map.of());
        try (Trainer trainer = Trainer.start(configuration);
                Relayed relayed = new Relayed(kafka.settings())) {
            relayed.labels(0, 100);
            Health.awaitParked(trainer.httpPort(), relayed);
        }
        List<CheckpointPublished> young = kafka.checkpoints().stream()
                .filter(checkpoint -> checkpoint.step() == 100)
                .toList();
        assertThat(young).isNotEmpty();
        assertThat(last(kafka.checkpoints()).step()).isGreaterThan(100);
        assertThat(Verification.of(configuration, last(young).id(), Verification.From.ROOT)
                        .holds())
                .isTrue();
    }

    @Test
    void a_trainer_that_starts_again_with_nothing_new_publishes_nothing() {
        try (Trainer trainer = Trainer.start(configuration(Map.of()));
                Relayed relayed = new Relayed(kafka.settings())) {
            relayed.labels(0, 50);
            Health.awaitParked(trainer.httpPort(), relayed);
        }
        List<CheckpointPublished> before = kafka.checkpoints();
        try (Trainer trainer = Trainer.start(configuration(Map.of()))) {
            Health.awaitState(trainer.httpPort(), "PARKED");
        }
        assertThat(kafka.checkpoints()).isEqualTo(before);
    }

    @Test
    void bad_labels_become_dead_letters_and_training_goes_on() throws Exception {
        try (Trainer trainer = Trainer.start(configuration(Map.of()));
                Relayed relayed = new Relayed(kafka.settings())) {
            relayed.labels(0, 20);
            relayed.broken("\"digit\":7", "\"digit\":11");
            relayed.broken("image.labelled.v1", "image.labelled.v9");
            relayed.broken("\"pixels\":\"AAAA", "\"pixels\":\"");
            relayed.garbage("\u0000\u0001 no JSON");
            relayed.send(new ProducerRecord<>(Topics.LABELS.topic(), 0, null, null));
            relayed.labels(20, 40);
            awaitHorizon(relayed.offset());
            Health.awaitParked(trainer.httpPort(), relayed);

            assertThat(last(kafka.checkpoints()).examples()).isEqualTo(36);
            List<ConsumerRecord<String, byte[]>> letters = kafka.committed(Topics.DEAD_LETTERS);
            assertThat(letters.stream().map(letter -> header(letter, "nudge-offset")))
                    .containsExactly("20", "21", "22", "23", "24");
            assertThat(letters.stream().map(letter -> header(letter, "nudge-fault")))
                    .satisfiesExactly(
                            fault -> assertThat(fault).contains("expected a digit from 0 to 9, got 11"),
                            fault -> assertThat(fault).contains("got image.labelled.v9"),
                            fault -> assertThat(fault).contains("expected 784 pixels, got 781"),
                            fault -> assertThat(fault).contains("expected a CloudEvent"),
                            fault -> assertThat(fault).isNotBlank());
            assertThat(letters.get(3).value()).isEqualTo("\u0000\u0001 no JSON".getBytes(StandardCharsets.UTF_8));
            assertThat(Health.get(trainer.httpPort(), "/metrics").body())
                    .contains("nudge_trainer_dead_letters_total 5.0");
        }
    }

    @Test
    void of_a_bad_label_as_large_as_its_topic_takes_a_part_is_kept() {
        try (Trainer trainer = Trainer.start(configuration(Map.of()));
                Relayed relayed = new Relayed(kafka.settings())) {
            relayed.labels(0, 20);
            String large = "no label ".repeat(2_097_000 / 9);
            relayed.garbage(large);
            relayed.labels(20, 40);
            awaitHorizon(relayed.offset());

            ConsumerRecord<String, byte[]> letter = last(kafka.committed(Topics.DEAD_LETTERS));
            assertThat(new String(letter.value(), StandardCharsets.UTF_8))
                    .isEqualTo(large.substring(0, DeadLetter.PART_BYTES));
            assertThat(letter.key()).isEqualTo("garbage");
            assertThat(header(letter, "nudge-offset")).isEqualTo("20");
            assertThat(header(letter, "nudge-bytes")).isEqualTo(String.valueOf(large.length()));
            assertThat(header(letter, "nudge-sha256"))
                    .isEqualTo(WeightFile.sha256(large.getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void a_gap_halts_the_trainer_which_says_so_and_publishes_nothing_more() throws Exception {
        try (Trainer trainer = Trainer.start(configuration(Map.of()));
                Relayed relayed = new Relayed(kafka.settings())) {
            relayed.labels(0, 20);
            Health.awaitParked(trainer.httpPort(), relayed);
            List<CheckpointPublished> before = kafka.checkpoints();
            relayed.lose();
            relayed.labels(21, 30);
            Health.awaitState(trainer.httpPort(), "HALTED");
            HttpResponse<String> health = Health.get(trainer.httpPort(), "/health");
            assertThat(health.statusCode()).isEqualTo(503);
            assertThat(health.body()).contains("expected a label record that follows on position 40, got position 44");
            assertThat(kafka.checkpoints()).isEqualTo(before);
        }
    }

    @Test
    void another_configuration_of_the_same_model_is_refused_in_one_line() throws Exception {
        try (Trainer trainer = Trainer.start(configuration(Map.of()));
                Relayed relayed = new Relayed(kafka.settings())) {
            relayed.labels(0, 20);
            Health.awaitParked(trainer.httpPort(), relayed);
        }
        Map<String, String> other = Map.of("NUDGE_TRAINER_SIZES", "784,30,10", "NUDGE_TRAINER_SEED", "9");
        try (Trainer trainer = Trainer.start(configuration(other))) {
            Health.awaitState(trainer.httpPort(), "HALTED");
            assertThat(Health.get(trainer.httpPort(), "/health").body())
                    .contains("expected NUDGE_TRAINER_SIZES 784,16,16,10, got 784,30,10")
                    .contains("expected NUDGE_TRAINER_SEED 2, got 9")
                    .contains("NUDGE_TRAINER_MODEL");
        }
        Map<String, String> lineage = new HashMap<>(other);
        lineage.put("NUDGE_TRAINER_MODEL", "wide");
        try (Trainer trainer = Trainer.start(configuration(lineage))) {
            Health.awaitParked(trainer.httpPort(), 40);
        }
        assertThat(last(kafka.checkpoints()).model()).isEqualTo("wide");
    }

    @Test
    void the_trainer_that_starts_later_takes_over() {
        try (Trainer first = Trainer.start(configuration(Map.of()));
                Relayed relayed = new Relayed(kafka.settings())) {
            relayed.labels(0, 20);
            Health.awaitParked(first.httpPort(), relayed);
            try (Trainer second = Trainer.start(configuration(Map.of()))) {
                Health.awaitState(second.httpPort(), "PARKED");
                relayed.labels(20, 40);
                awaitHorizon(relayed.offset());
            }
        }
        List<CheckpointPublished> checkpoints = kafka.checkpoints();
        for (int i = 1; i < checkpoints.size(); i++) {
            assertThat(checkpoints.get(i).parent())
                    .isEqualTo(checkpoints.get(i - 1).id());
        }
    }

    private void awaitHorizon(long offset) {
        Awaitility.await()
                .atMost(Health.DEADLINE)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(kafka.checkpoints())
                        .isNotEmpty()
                        .last()
                        .satisfies(latest -> assertThat(latest.offset()).isEqualTo(offset)));
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private TrainerConfiguration configuration(Map<String, String> more) {
        return kafka.configuration(more);
    }

    private static <T> T last(List<T> list) {
        return list.get(list.size() - 1);
    }
}
