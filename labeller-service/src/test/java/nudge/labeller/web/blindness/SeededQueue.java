package nudge.labeller.web.blindness;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import nudge.events.Split;
import nudge.labeller.TestStore;
import nudge.labeller.access.Access;
import nudge.labeller.database.Database;
import nudge.labeller.image.ImageCommand;
import nudge.labeller.image.ImageRequest;
import nudge.labeller.image.Pixels;
import nudge.labeller.image.QualityRequest;
import nudge.labeller.model.KnownModel;
import nudge.labeller.quality.QualityCommand;
import nudge.labeller.quality.QualityQueries;
import nudge.labeller.queue.CrowdQueue;
import nudge.labeller.queue.Handout;
import nudge.labeller.queue.HotList;
import nudge.labeller.queue.TaskQueue;
import nudge.quality.Policy;

/**
 * A log of its own under the policy crowd, and a queue that hands out the same images every time: most of them those that the model
 * doubts, and every fourth one gold.
 */
final class SeededQueue implements AutoCloseable {
    private static final int GOLD = 300;
    private static final int OTHERS = 600;
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final Map<String, Double> SETTINGS =
            Map.of("quiz", 0.0, "gold", 0.25, "gold_at_first", 0.25, "hidden", 0.0);

    private final TestStore store = new TestStore();
    private final Map<UUID, Integer> gold = new HashMap<>();
    private final QualityQueries quality;
    private final KnownModel model = new KnownModel(1);
    private final CrowdQueue queue;

    SeededQueue() throws InterruptedException {
        Database database = new Database(store.database());
        quality = new QualityQueries(database);
        fill();
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        TaskQueue tasks = new TaskQueue(database, LEASE);
        model.measure(0.95, 0.94);
        HotList hot = new HotList(tasks, model.model, model.history, quality, random);
        hot.close(); // its thread would score at times of its own
        hot.score(quality.state());
        queue = new CrowdQueue(database, tasks, hot, LEASE, random);
    }

    private void fill() {
        List<ImageRequest> images = new ArrayList<>();
        for (int i = 0; i < GOLD + OTHERS; i++) {
            Pixels pixels = TestStore.pixels(i);
            boolean known = i < GOLD;
            images.add(new ImageRequest(
                    Access.SYSTEM,
                    null,
                    pixels.imageId(),
                    null,
                    new ImageCommand.Add(
                            pixels,
                            known ? Split.HELD_OUT : Split.TRAIN,
                            known ? OptionalInt.of(i % 10) : OptionalInt.empty(),
                            "test")));
            if (known) {
                gold.put(pixels.imageId(), i % 10);
            }
        }
        store.log().submitAll(images).forEach(CompletableFuture::join);
        decide(new QualityCommand.ChooseGold(gold, "held out"));
        decide(new QualityCommand.SetPolicy(Policy.Crowd.of(SETTINGS)));
    }

    private void decide(QualityCommand command) {
        store.log().submit(new QualityRequest(Access.SYSTEM, command)).join();
    }

    /**
     * Hands so many images to somebody, ten at a time.
     *
     * @return how sure the model is of each, by whether it is gold
     */
    Map<Boolean, List<Double>> confidences(int images) {
        Map<Boolean, List<Double>> confidences = new HashMap<>();
        Set<UUID> once = new HashSet<>();
        while (once.size() < images) {
            for (Handout handout : queue.lease(new UUID(1, 1), 10, quality.state(), model.model)) {
                UUID image = handout.task().image();
                if (!once.add(image) || handout.suggestion() == null) {
                    throw new AssertionError("expected another image with a suggestion, got " + handout);
                }
                confidences
                        .computeIfAbsent(gold.containsKey(image), kind -> new ArrayList<>())
                        .add(handout.suggestion().confidence());
            }
        }
        return confidences;
    }

    @Override
    public void close() throws InterruptedException {
        store.close();
    }
}
