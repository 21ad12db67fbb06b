package nudge.labeller.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import nudge.events.Split;
import nudge.labeller.TestStore;
import nudge.labeller.database.Database;
import nudge.labeller.image.ImageCommand;
import nudge.labeller.image.ImageRequest;
import nudge.labeller.image.QualityRequest;
import nudge.labeller.image.Rebuild;
import nudge.labeller.model.CurrentModel;
import nudge.labeller.model.CurrentModel.Prediction;
import nudge.labeller.model.History;
import nudge.labeller.model.KnownModel;
import nudge.labeller.quality.QualityCommand;
import nudge.labeller.quality.QualityQueries;
import nudge.quality.Policy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What people get while labels of several people are collected, on a real database. */
@Tag("server")
class CrowdQueueTest {
    private static final UUID ADMIN = new UUID(9, 9);
    private static final int POOL = 60;

    private final TestStore store = new TestStore();
    private final Database database = new Database(store.database());
    private final QualityQueries quality = new QualityQueries(database);
    private final TaskQueue tasks = new TaskQueue(database, Duration.ofMinutes(5));
    private final CurrentModel model = new CurrentModel();
    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(7);
    private final HotList hot = new HotList(tasks, model, new History(), quality, random);
    private final CrowdQueue queue = new CrowdQueue(database, tasks, hot, Duration.ofMinutes(5), random);
    private final Map<UUID, Integer> gold = new HashMap<>();

    @BeforeEach
    void fill() {
        for (int i = 0; i < POOL; i++) {
            store.add(i);
        }
        for (int i = 0; i < 40; i++) {
            UUID image = TestStore.pixels(1_000 + i).imageId();
            store.submit(
                    ADMIN,
                    image,
                    new ImageCommand.Add(TestStore.pixels(1_000 + i), Split.HELD_OUT, OptionalInt.of(i % 10), "test"));
            gold.put(image, i % 10);
        }
        decide(new QualityCommand.SetPolicy(Policy.Crowd.of(Map.of("doubled", 0.0))));
    }

    @AfterEach
    void close() throws Exception {
        hot.close();
        store.close();
    }

    @Test
    void a_newcomer_gets_a_quiz_with_one_image_of_each_digit_and_then_the_pool() {
        decide(new QualityCommand.ChooseGold(gold, "held out"));
        UUID anna = new UUID(1, 1);
        List<Integer> digits = new ArrayList<>();
        for (Handout handout : lease(anna, 10)) {
            digits.add(gold.get(handout.task().image()));
            label(anna, handout.task().image(), gold.get(handout.task().image()));
        }
        assertThat(digits).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(lease(anna, 8))
                .anyMatch(handout -> !gold.containsKey(handout.task().image()));
    }

    @Test
    void a_quiz_that_is_handed_out_and_not_answered_yet_is_not_handed_out_twice() {
        decide(new QualityCommand.ChooseGold(gold, "held out"));
        UUID anna = new UUID(1, 1);
        Set<UUID> images = new HashSet<>();
        int quiz = 0;
        for (int i = 0; i < 6; i++) {
            for (Handout handout : lease(anna, 4)) {
                assertThat(images.add(handout.task().image())).isTrue();
                quiz += i < 3 && gold.containsKey(handout.task().image()) ? 1 : 0;
            }
        }
        assertThat(quiz).isBetween(10, 11);
    }

    @Test
    void nobody_gets_an_image_twice_and_second_opinions_come_first() throws Exception {
        decide(new QualityCommand.ChooseGold(gold, "held out"));
        Map<UUID, Set<UUID>> got = new HashMap<>();
        boolean anything = true;
        int labels = 0;
        while (anything) {
            anything = false;
            for (int person = 1; person <= 4; person++) {
                UUID actor = new UUID(1, person);
                for (Handout handout : lease(actor, 5)) {
                    anything = true;
                    UUID image = handout.task().image();
                    assertThat(handout.task().version()).isEqualTo(1);
                    assertThat(got.computeIfAbsent(actor, each -> new HashSet<>())
                                    .add(image))
                            .as("%s gets %s once", actor, image)
                            .isTrue();
                    label(actor, image, gold.getOrDefault(image, (int) (image.getLeastSignificantBits() & 7)));
                    labels++;
                }
            }
            assertThat(Long.parseLong(store.query("SELECT count(*) FROM task WHERE rank < 0 AND lease IS NULL")))
                    .as("images that wait for a second opinion do not pile up")
                    .isLessThan(25);
        }
        assertThat(store.query("SELECT count(*) FROM image_state WHERE digit IS NULL"))
                .isEqualTo("0");
        assertThat(labels).isGreaterThan(2 * POOL);
        assertThat(store.query("SELECT string_agg(DISTINCT data ->> 'arm', ' ' ORDER BY data ->> 'arm') FROM event"
                        + " WHERE type = 'label.given' AND stream NOT IN (SELECT image FROM gold)"))
                .isEqualTo("random second");
        assertThat(store.query("SELECT count(*) FROM handed_out")).isEqualTo("0");
        try (Connection owner = store.owner()) {
            assertThat(Rebuild.run(owner).different()).isZero();
        }
    }

    @Test
    void whoever_asks_for_one_image_at_a_time_gets_one_and_is_tested_as_well() {
        decide(new QualityCommand.ChooseGold(gold, "held out"));
        decide(new QualityCommand.SetPolicy(Policy.Crowd.of(Map.of("quiz", 0.0, "gold", 0.5, "gold_at_first", 0.5))));
        UUID anna = new UUID(1, 1);
        int tests = 0;
        for (int i = 0; i < 30; i++) {
            List<Handout> one = lease(anna, 1);
            assertThat(one).hasSize(1);
            tests += gold.containsKey(one.get(0).task().image()) ? 1 : 0;
        }
        assertThat(tests).isBetween(3, 27);
    }

    @Test
    void a_second_opinion_is_never_asked_of_who_gave_the_first() {
        UUID anna = new UUID(1, 1);
        decide(new QualityCommand.SetPolicy(Policy.Crowd.of(Map.of("quiz", 0.0, "gold", 0.0, "gold_at_first", 0.0))));
        lease(anna, POOL).forEach(handout -> label(anna, handout.task().image(), 3));
        assertThat(lease(anna, 5)).isEmpty();
        UUID ben = new UUID(1, 2);
        List<Handout> second = lease(ben, POOL + 5);
        assertThat(second).hasSize(POOL);
        second.forEach(handout -> label(ben, handout.task().image(), 3));
        assertThat(store.query("SELECT count(*) FROM image_state WHERE digit = 3 AND split = 'train'"))
                .isEqualTo("" + POOL);
    }

    @Test
    void a_person_who_skips_an_image_does_not_get_it_again_and_others_do() {
        UUID anna = new UUID(1, 1);
        decide(new QualityCommand.SetPolicy(Policy.Crowd.of(Map.of("quiz", 0.0, "gold", 0.0, "gold_at_first", 0.0))));
        lease(anna, POOL).forEach(handout -> store.submit(anna, handout.task().image(), new ImageCommand.Skip()));
        assertThat(lease(anna, 5)).isEmpty();
        assertThat(lease(new UUID(1, 2), POOL)).hasSize(POOL);
    }

    @Test
    void another_labeller_decides_by_the_policy_and_the_trust_that_this_one_wrote() throws Exception {
        try (var other = store.writer()) {
            UUID image = TestStore.pixels(0).imageId();
            other.submit(new ImageRequest(new UUID(1, 1), null, image, null, TestStore.label(7)))
                    .join();
            decide(new QualityCommand.Distrust(new UUID(1, 1), 0, null));
            other.submit(new ImageRequest(new UUID(1, 2), null, image, null, TestStore.label(7)))
                    .join();
            assertThat(store.query("SELECT digit FROM image_state WHERE image = '" + image + "'"))
                    .isNull();
            decide(new QualityCommand.SetPolicy(new Policy.Solo()));
            other.submit(new ImageRequest(new UUID(1, 2), null, image, null, TestStore.label(7)))
                    .join();
            assertThat(store.query("SELECT digit FROM image_state WHERE image = '" + image + "'"))
                    .isEqualTo("7");
        }
    }

    @Test
    void what_the_model_doubts_waits_until_it_is_good_enough_and_images_at_random_come_meanwhile() throws Exception {
        decide(new QualityCommand.SetPolicy(Policy.Crowd.of(
                Map.of("quiz", 0.0, "gold", 0.0, "gold_at_first", 0.0, "random", 0.0, "model_from", 0.85))));
        KnownModel known = new KnownModel(1);
        HotList list = new HotList(tasks, known.model, known.history, quality, random);
        list.close(); // its thread would score at times of its own
        CrowdQueue crowd = new CrowdQueue(database, tasks, list, Duration.ofMinutes(5), random);
        list.score(quality.state());
        assertThat(list.take(POOL)).as("nothing is measured").isEmpty();
        known.measure(0.86, 0.84);
        list.score(quality.state());
        assertThat(crowd.lease(new UUID(1, 1), 5, quality.state(), known.model)).hasSize(5);
        assertThat(arms(new UUID(1, 1))).isEqualTo("random");
        known.measure(0.88, 0.85);
        list.score(quality.state());
        List<Handout> doubtful = crowd.lease(new UUID(1, 2), 5, quality.state(), known.model);
        assertThat(arms(new UUID(1, 2))).isEqualTo("model");
        List<Double> waiting = known.model.predictAll(waitingPixels()).stream()
                .map(Prediction::confidence)
                .sorted()
                .toList();
        assertThat(doubtful)
                .allSatisfy(handout -> assertThat(confidence(known, handout)).isLessThan(waiting.get(0)));
        known.measure(0.5, 0.4);
        list.score(quality.state());
        assertThat(list.take(POOL)).as("the latest measurement counts").isEmpty();
    }

    private static double confidence(KnownModel known, Handout handout) {
        return known.model.predict(handout.task().pixels()).orElseThrow().confidence();
    }

    private List<byte[]> waitingPixels() {
        return tasks.candidates(TaskQueue.Candidate.BEFORE_FIRST, POOL).stream()
                .map(TaskQueue.Candidate::pixels)
                .toList();
    }

    private String arms(UUID actor) {
        return store.query(
                "SELECT string_agg(DISTINCT arm, ' ' ORDER BY arm) FROM handed_out WHERE actor = '" + actor + "'");
    }

    @Test
    void an_image_whose_place_gold_takes_waits_for_the_next_who_asks() {
        decide(new QualityCommand.ChooseGold(gold, "held out"));
        decide(new QualityCommand.SetPolicy(Policy.Crowd.of(Map.of("quiz", 0.0, "gold", 0.5, "gold_at_first", 0.5))));
        long others = 0;
        for (int i = 0; i < 4; i++) {
            others += lease(new UUID(1, 1), 8).stream()
                    .filter(handout -> !gold.containsKey(handout.task().image()))
                    .count();
        }
        assertThat(others).isBetween(1L, 31L);
        assertThat(store.query("SELECT count(*) FROM task WHERE lease IS NOT NULL"))
                .isEqualTo("" + others);
    }

    private List<Handout> lease(UUID actor, int count) {
        return queue.lease(actor, count, quality.state(), model);
    }

    private void label(UUID actor, UUID image, int digit) {
        store.submit(actor, image, TestStore.label(digit));
    }

    private void decide(QualityCommand command) {
        store.log().submit(new QualityRequest(ADMIN, command)).join();
    }
}
