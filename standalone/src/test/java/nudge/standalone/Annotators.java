package nudge.standalone;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Eight clients that label over HTTP whatever happens, and remember what they were told. */
final class Annotators {
    private static final int CLIENTS = 8;
    private static final int TASKS = 6;
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final long THINKS_NANOS = TimeUnit.MILLISECONDS.toNanos(40);

    private final Api patient;
    private final Api hasty;
    private final MnistLabels digits;
    private final Queue<Sent> sent = new ConcurrentLinkedQueue<>();
    private final List<Future<?>> work = new ArrayList<>();
    private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    private volatile boolean stopping;

    /** A label that was sent, and its receipt; null when none came and the client gave up. */
    record Sent(UUID image, int digit, String key, Api.@Nullable Receipt receipt) {}

    private Annotators(Api api, MnistLabels digits) {
        this.patient = api.trying(14, TIMEOUT);
        this.hasty = api.trying(1, TIMEOUT);
        this.digits = digits;
    }

    static Annotators start(Api api, MnistLabels digits, long seed) {
        Annotators annotators = new Annotators(api, digits);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < CLIENTS; i++) {
            SplittableRandom own = random.split();
            annotators.work.add(annotators.clients.submit(() -> annotators.label(own)));
        }
        return annotators;
    }

    /** One of eight labels is sent once, and given up when no answer comes. */
    private Void label(SplittableRandom random) throws InterruptedException {
        while (!stopping) {
            for (Api.Task task : tasks()) {
                if (stopping) {
                    break;
                }
                int digit = digits.digit(task.image());
                String key = UUID.randomUUID().toString();
                Api api = random.nextInt(8) == 0 ? hasty : patient;
                sent.add(new Sent(task.image(), digit, key, receipt(api, task, digit, key)));
                LockSupport.parkNanos(THINKS_NANOS);
            }
        }
        return null;
    }

    private List<Api.Task> tasks() throws InterruptedException {
        try {
            return hasty.tasks(TASKS);
        } catch (CommandFailedException away) {
            LockSupport.parkNanos(THINKS_NANOS);
            return List.of();
        }
    }

    private Api.@Nullable Receipt receipt(Api api, Api.Task task, int digit, String key) throws InterruptedException {
        try {
            return api.label(task, digit, 1, key);
        } catch (CommandFailedException unknown) {
            if (unknown.getMessage().contains("refused") || api == patient) {
                throw unknown;
            }
            return null;
        }
    }

    /**
     * Lets each client finish its last label.
     *
     * @return all that was sent
     * @throws CommandFailedException in place of a client that was refused, or that nobody answered for long
     */
    List<Sent> stop(Duration most) throws Exception {
        stopping = true;
        long end = System.nanoTime() + most.toNanos();
        try {
            for (Future<?> client : work) {
                client.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            }
        } catch (TimeoutException late) {
            throw new CommandFailedException("expected every client to get its last answer within " + most.toSeconds()
                    + " s, but one still waits");
        } finally {
            clients.shutdownNow();
        }
        return List.copyOf(sent);
    }
}
