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
import nudge.labeller.quality.QualityQueries;
import nudge.labeller.queue.TaskQueue.Candidate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The images whose label would teach most, as far as the model can tell: the most doubtful of some that are drawn at random. A
 * thread scores them anew from time to time, and only while labels of several people are collected.
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
    private final QualityQueries quality;
    private final RandomGenerator random;
    private final Deque<UUID> best = new ArrayDeque<>();
    private final Thread thread;
    private volatile boolean closed;

    private record Doubtful(UUID image, double confidence) {}

    public HotList(TaskQueue queue, CurrentModel model, QualityQueries quality, RandomGenerator random) {
        this.queue = queue;
        this.model = model;
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
                if (quality.recent().crowd()) {
                    score();
                }
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
    void score() {
        if (model.checkpoint().isEmpty()) {
            return;
        }
        List<Doubtful> found = new ArrayList<>();
        Candidate last = new Candidate(random.nextLong(RANKS), new UUID(0, 0), new byte[0]);
        boolean wrapped = false;
        while (found.size() < LOOKED_AT) {
            List<Candidate> candidates = queue.candidates(last, CHUNK);
            List<Prediction> predictions =
                    model.predictAll(candidates.stream().map(Candidate::pixels).toList());
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
        List<UUID> order = found.stream()
                .sorted(Comparator.comparingDouble(Doubtful::confidence))
                .map(Doubtful::image)
                .distinct()
                .limit(KEPT)
                .toList();
        synchronized (best) {
            best.clear();
            best.addAll(order);
        }
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.interrupt();
        thread.join(Duration.ofSeconds(5).toMillis());
    }
}
