package nudge.labeller.queue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import nudge.labeller.database.StoreUnavailableException;
import nudge.labeller.model.CurrentModel;
import nudge.labeller.model.CurrentModel.Prediction;
import nudge.labeller.model.History;
import nudge.labeller.quality.QualityQueries;
import nudge.labeller.quality.QualityState;
import nudge.labeller.queue.TaskQueue.Candidate;
import nudge.quality.CrowdSetting;
import nudge.quality.Policy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The images whose label would teach most, as far as the model can tell: the most doubtful of some that are drawn at random. A
 * thread scores them anew from time to time, and only while labels of several people are collected. Empty until the model is good
 * enough by the policy's {@link CrowdSetting#MODEL_FROM}: while it has hardly learned, what it doubts teaches less than images at
 * random.
 */
public final class HotList implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HotList.class);
    private static final int LOOKED_AT = 20_000;
    private static final int CHUNK = 2_000;
    private static final int KEPT = 1_000;
    private static final Duration EVERY = Duration.ofSeconds(30);
    private static final long RANKS = 1L << 62;

    private final TaskQueue queue;
    private final CurrentModel model;
    private final History history;
    private final QualityQueries quality;
    private final RandomGenerator random;
    private final Deque<UUID> best = new ArrayDeque<>();
    private final Thread thread;
    private volatile boolean closed;

    private record Doubtful(UUID image, double confidence) {}

    public HotList(
            TaskQueue queue, CurrentModel model, History history, QualityQueries quality, RandomGenerator random) {
        this.queue = queue;
        this.model = model;
        this.history = history;
        this.quality = quality;
        this.random = random;
        this.thread = new Thread(this::run, "hot-list");
        thread.setDaemon(true);
        thread.start();
    }

    /** The next of them, the most doubtful first; each is taken once. */
    public List<UUID> take(int most) {
        List<UUID> taken = new ArrayList<>();
        synchronized (best) {
            while (taken.size() < most && !best.isEmpty()) {
                taken.add(best.poll());
            }
        }
        return taken;
    }

    private void run() {
        while (!closed) {
            try {
                score(quality.recent());
                Thread.sleep(EVERY.toMillis());
            } catch (StoreUnavailableException down) {
                LOG.debug("the hot list stays as it is: {}", down.getMessage());
                pause();
            } catch (InterruptedException stop) {
                return;
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(1_000);
        } catch (InterruptedException stop) {
            closed = true;
        }
    }

    /** Scores anew. */
    public void score(QualityState now) {
        List<UUID> order =
                now.policy() instanceof Policy.Crowd policy && isGoodEnough(policy) ? mostDoubtful() : List.of();
        synchronized (best) {
            best.clear();
            best.addAll(order);
        }
    }

    /**
     * By the latest measurement on held-out images: the lower end of its 95 % interval, since a few images say little. A bound of
     * 0 asks for no measurement.
     */
    private boolean isGoodEnough(Policy.Crowd policy) {
        double bound = policy.value(CrowdSetting.MODEL_FROM);
        return bound == 0 || history.accuracy(1).stream().anyMatch(latest -> latest.low() >= bound);
    }

    private List<UUID> mostDoubtful() {
        CurrentModel now = model.asItIs();
        if (now.checkpoint().isEmpty()) {
            return List.of();
        }
        List<Doubtful> found = new ArrayList<>();
        Candidate last = new Candidate(random.nextLong(RANKS), new UUID(0, 0), new byte[0]);
        boolean wrapped = false;
        while (found.size() < LOOKED_AT) {
            List<Candidate> candidates = queue.candidates(last, CHUNK);
            List<Prediction> predictions =
                    now.predictAll(candidates.stream().map(Candidate::pixels).toList());
            for (int i = 0; i < predictions.size(); i++) {
                found.add(new Doubtful(
                        candidates.get(i).image(), predictions.get(i).confidence()));
            }
            if (candidates.size() == CHUNK) {
                last = candidates.get(CHUNK - 1);
            } else if (wrapped) {
                break;
            } else {
                wrapped = true;
                last = new Candidate(-1, new UUID(0, 0), new byte[0]);
            }
        }
        return found.stream()
                .sorted(Comparator.comparingDouble(Doubtful::confidence))
                .map(Doubtful::image)
                .distinct()
                .limit(KEPT)
                .toList();
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.interrupt();
        thread.join(Duration.ofSeconds(5).toMillis());
    }
}
