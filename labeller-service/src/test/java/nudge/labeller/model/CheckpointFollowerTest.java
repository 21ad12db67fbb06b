package nudge.labeller.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import nudge.embedded.EmbeddedKafka;
import nudge.events.CheckpointPublished;
import nudge.events.KafkaSettings;
import nudge.events.Topics;
import nudge.labeller.TestStore;
import nudge.labeller.relay.TestTopics;
import nudge.network.Evaluation;
import nudge.network.SparseExamples;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("server")
class CheckpointFollowerTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final History history = new History();
    private final CurrentModel model = new CurrentModel();
    private final CurrentModel champion = new CurrentModel();
    private TestTrainer trainer;

    @BeforeEach
    void open() throws Exception {
        TestTopics.fresh();
        trainer = new TestTrainer(TestTopics.kafka());
    }

    @AfterEach
    void close() {
        trainer.close();
    }

    @Test
    void a_late_follower_gets_the_latest_model_and_the_whole_history() throws Exception {
        IntStream.range(0, 5).forEach(trainer::publish);
        try (CheckpointFollower follower = follower()) {
            awaitModel(4);
            awaitHistory(5);
            assertThat(history.checkpoints(10))
                    .extracting(CheckpointPublished::id)
                    .containsExactly(ids(4, 3, 2, 1, 0));
            assertThat(history.checkpoint(TestTrainer.id(2))).isPresent();
            assertThat(history.accuracyOf(TestTrainer.id(2)))
                    .hasValueSatisfying(
                            measured -> assertThat(measured.accuracy()).isEqualTo(0.9));
            assertThat(history.accuracy(2))
                    .extracting(measured -> measured.checkpoint())
                    .containsExactly(ids(3, 4));
            assertThat(history.reachable()).isTrue();
            assertThat(model.trained()).isEqualTo(144);
        }
    }

    @Test
    void the_model_answers_as_the_network_of_the_checkpoint_does() throws Exception {
        trainer.publish(7);
        try (CheckpointFollower follower = follower()) {
            awaitModel(7);
            byte[] pixels = TestStore.pixels(1).bytes();
            SparseExamples examples = new SparseExamples(pixels.length);
            examples.add(pixels, 0, 0);
            float[] outputs = Evaluation.of(TestTrainer.network(7), examples).outputs();
            CurrentModel.Prediction prediction = model.predict(pixels).orElseThrow();
            assertThat(prediction.digit()).isEqualTo(Evaluation.mostActive(outputs, 0, 10));
            assertThat(prediction.checkpoint()).isEqualTo(TestTrainer.id(7));
            double sum = IntStream.range(0, 10).mapToDouble(j -> outputs[j]).sum();
            for (int j = 0; j < 10; j++) {
                assertThat(prediction.probabilities()[j]).isEqualTo(outputs[j] / sum);
            }
        }
    }

    @Test
    void every_new_checkpoint_becomes_the_model_and_listeners_hear_of_each_event_once() throws Exception {
        Queue<TrainerEvent> heard = new ConcurrentLinkedQueue<>();
        history.listen(heard::add);
        try (CheckpointFollower follower = follower()) {
            await().atMost(SOON).until(history::reachable);
            assertThat(model.checkpoint()).isEmpty();
            assertThat(model.predict(new byte[784])).isEmpty();
            for (int number = 0; number < 5; number++) {
                trainer.publish(number);
                awaitModel(number);
            }
            awaitHistory(5);
            assertThat(heard)
                    .filteredOn(TrainerEvent.Checkpoint.class::isInstance)
                    .extracting(event ->
                            ((TrainerEvent.Checkpoint) event).published().id())
                    .containsExactly(ids(0, 1, 2, 3, 4));
            assertThat(heard)
                    .filteredOn(TrainerEvent.Accuracy.class::isInstance)
                    .extracting(
                            event -> ((TrainerEvent.Accuracy) event).measured().checkpoint())
                    .containsExactly(ids(0, 1, 2, 3, 4));
        }
    }

    @Test
    void before_there_is_a_champion_the_latest_checkpoint_answers_unproven() throws Exception {
        try (CheckpointFollower follower = follower()) {
            for (int number = 0; number < 2; number++) {
                trainer.publish(number);
                awaitChampion(number);
                assertThat(champion.champion()).isEmpty();
                assertThat(champion.predict(new byte[784]).orElseThrow().unproven())
                        .isTrue();
            }
        }
    }

    @Test
    void the_champion_stays_while_checkpoints_are_rejected_and_changes_with_the_next_one() throws Exception {
        trainer.publishPromoted(0);
        try (CheckpointFollower follower = follower()) {
            awaitChampion(0);
            trainer.publish(1);
            awaitModel(1);
            assertThat(champion.checkpoint()).contains(TestTrainer.id(0));
            trainer.publishPromoted(2);
            awaitChampion(2);
            awaitModel(2);
            assertThat(champion.champion().orElseThrow().anchor().checkpoint()).isEqualTo(TestTrainer.id(0));
            assertThat(champion.predict(new byte[784]).orElseThrow().unproven()).isFalse();
            assertThat(champion.predict(new byte[784]).orElseThrow().probabilities())
                    .isEqualTo(model.predict(new byte[784]).orElseThrow().probabilities());
        }
    }

    @Test
    void a_late_follower_gets_the_champion_although_it_is_not_the_latest() throws Exception {
        trainer.publishPromoted(3);
        IntStream.range(4, 7).forEach(trainer::publish);
        byte[] pixels = TestStore.pixels(1).bytes();
        try (CheckpointFollower follower = follower()) {
            awaitModel(6);
            awaitChampion(3);
            SparseExamples examples = new SparseExamples(pixels.length);
            examples.add(pixels, 0, 0);
            float[] outputs = Evaluation.of(TestTrainer.network(3), examples).outputs();
            assertThat(champion.predict(pixels).orElseThrow().digit()).isEqualTo(Evaluation.mostActive(outputs, 0, 10));
        }
    }

    @Test
    void a_checkpoint_whose_weights_are_damaged_changes_no_model() throws Exception {
        AtomicReference<String> before = new AtomicReference<>();
        history.listen(event -> {
            if (event instanceof TrainerEvent.Checkpoint checkpoint
                    && checkpoint.published().id().equals(TestTrainer.id(2))) {
                before.set(model.checkpoint().orElseThrow());
            }
        });
        trainer.publish(0);
        try (CheckpointFollower follower = follower()) {
            awaitModel(0);
            trainer.publishDamaged(1);
            awaitHistory(2);
            trainer.publish(2);
            awaitModel(2);
            assertThat(before).hasValue(TestTrainer.id(0));
        }
    }

    @Test
    void what_was_missed_behind_two_offsets_is_checkpoints_and_then_measurements() throws Exception {
        IntStream.range(0, 3).forEach(trainer::publish);
        try (CheckpointFollower follower = follower()) {
            awaitHistory(3);
            List<TrainerEvent> all = history.since(-1, -1, 10);
            assertThat(all).hasSize(6);
            assertThat(history.since(all.get(1).offset(), all.get(4).offset(), 10))
                    .containsExactly(all.get(2), all.get(5));
            assertThat(history.since(history.checkpointOffset(), history.accuracyOffset(), 10))
                    .isEmpty();
            assertThat(history.since(-1, -1, 2)).containsExactly(all.get(1), all.get(2), all.get(4), all.get(5));
        }
    }

    @Test
    void after_kafka_has_lost_what_was_read_the_history_is_what_kafka_holds() throws Exception {
        IntStream.range(0, 5).forEach(trainer::publish);
        try (CheckpointFollower follower = follower()) {
            awaitModel(4);
            awaitHistory(5);
            trainer.close();
            TestTopics.fresh();
            trainer = new TestTrainer(TestTopics.kafka());
            trainer.publish(10);
            trainer.publish(11);
            awaitModel(11);
            awaitHistory(2);
            assertThat(history.checkpoints(10))
                    .extracting(CheckpointPublished::id)
                    .containsExactly(ids(11, 10));
        }
    }

    @Test
    void any_checkpoint_of_the_history_has_its_weights_in_kafka() throws Exception {
        trainer.publish(0);
        try (CheckpointFollower follower = follower()) {
            awaitHistory(1);
        }
        CheckpointPublished checkpoint = history.checkpoints(1).get(0);
        assertThat(new StoredWeights(TestTopics.kafka()).read(checkpoint))
                .hasValueSatisfying(weights -> assertThat(weights).hasSize(checkpoint.bytes()));
    }

    @Test
    void a_kafka_that_does_not_answer_for_a_while_is_said_to_and_costs_no_event(@TempDir Path home) throws Exception {
        Queue<TrainerEvent> heard = new ConcurrentLinkedQueue<>();
        history.listen(heard::add);
        try (EmbeddedKafka broker = EmbeddedKafka.start(home)) {
            KafkaSettings kafka = KafkaSettings.of(broker.bootstrapServers()).withProperties(broker.clientProperties());
            try (Admin admin = Admin.create(kafka.forAdmin())) {
                Topics.create(admin, (short) 1);
            }
            try (TestTrainer other = new TestTrainer(kafka);
                    CheckpointFollower follower = new CheckpointFollower(kafka, history, model, champion)) {
                IntStream.range(0, 3).forEach(other::publish);
                awaitModel(2);
                signal("STOP", broker);
                await().atMost(SOON).until(() -> !history.reachable());
                signal("CONT", broker);
                await().atMost(SOON).until(history::reachable);
                other.publish(3);
                awaitModel(3);
                awaitHistory(4);
            }
        }
        assertThat(heard).hasSize(8).doesNotHaveDuplicates();
    }

    private static void signal(String name, EmbeddedKafka broker) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, String.valueOf(broker.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private CheckpointFollower follower() {
        return new CheckpointFollower(TestTopics.kafka(), history, model, champion);
    }

    private void awaitModel(int number) {
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> model.checkpoint()
                        .filter(TestTrainer.id(number)::equals)
                        .isPresent());
    }

    private void awaitChampion(int number) {
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> champion.checkpoint()
                        .filter(TestTrainer.id(number)::equals)
                        .isPresent());
    }

    /** Checkpoints and their measurements. */
    private void awaitHistory(int count) {
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> history.checkpoints(count + 1).size() == count
                        && history.accuracy(count + 1).size() == count);
    }

    private static String[] ids(int... numbers) {
        return IntStream.of(numbers).mapToObj(TestTrainer::id).toArray(String[]::new);
    }
}
