package nudge.standalone;

import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import nudge.quality.simulation.SimulatedCrowd;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

@Command(
        name = "annotate",
        description = "Label images of the pool over HTTP, as an annotator program would.",
        footer = {
            "",
            "The labels are those that people once gave MNIST's images. When the pool holds",
            "no more images that wait for a label, it stops early and says so.",
            "",
            "With --crowd, people are invited who label as they are said to, each with a token",
            "of their own, for which it takes an administrator's token. They begin N images, and",
            "label until none of these waits for any of them; who is distrusted stops. Then it",
            "says what the labels came to beside MNIST's, and what became of each of them.",
            "",
            "  good:0.97  sloppy:0.8   right with that probability, whatever the digit",
            "  spammer  always:7       any digit, one digit, whatever the image",
            "  confuses:4>9@0.4        takes 40 % of the fours for nines, and is right otherwise",
            "  drifts:0.97>0.6@2000    as good as at first for 2000 labels only",
            "  follows:0.7             gives what is suggested; right with 0.7 where nothing is"
        },
        mixinStandardHelpOptions = true)
final class AnnotateCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(AnnotateCommand.class);
    private static final int MOST_TASKS = 16;

    @Mixin
    private RunningNudge running = new RunningNudge();

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "How many images to label. Default, with --crowd alone: all that wait.")
    private @Nullable Integer count;

    @Option(
            names = "--crowd",
            paramLabel = "SPEC",
            description = "Let a simulated crowd label, such as 5*good:0.97,3*sloppy:0.8,1*spammer.")
    private @Nullable String crowd;

    @Option(names = "--rate", paramLabel = "R", description = "At most R labels a second. Default: as fast as it goes.")
    private @Nullable Double rate;

    @Option(
            names = "--error",
            paramLabel = "E",
            defaultValue = "0",
            description = "Share of wrong labels, from 0 to 1. Default: 0.")
    private double error;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "Which labels are wrong, and how. Default: 1.")
    private long seed;

    @Option(
            names = "--clients",
            paramLabel = "C",
            defaultValue = "8",
            description = "Requests, or members of the crowd, under way at once, 1 to 256. Default: 8.")
    private int clients;

    @Option(names = "--json", description = "Print the figures as one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    private final Queue<Api.Task> tasks = new ArrayDeque<>();
    private int wanted;
    private int taken;
    private long next;

    @Override
    public Integer call() throws InterruptedException {
        WrongUseException.unless(count != null || crowd != null, "--count, the number of images to label", "none");
        int images = count == null ? Integer.MAX_VALUE : count;
        WrongUseException.unless(images >= 1, "--count to be at least 1", images);
        WrongUseException.unless(error >= 0 && error <= 1, "--error to be from 0 to 1", error);
        WrongUseException.unless(rate == null || rate > 0, "--rate to be above 0", rate);
        WrongUseException.unless(clients >= 1 && clients <= 256, "--clients to be from 1 to 256", clients);
        if (crowd != null) {
            WrongUseException.unless(
                    error == 0, "no --error with --crowd, whose members err as they are said to", error);
            WrongUseException.unless(rate == null, "no --rate with --crowd, which labels as fast as it goes", rate);
            labelAsCrowd(CrowdOption.parse(crowd), images);
            return 0;
        }
        PrintWriter err = spec.commandLine().getErr();
        Api api = running.api();
        MnistLabels digits = MnistLabels.load();
        long began = System.nanoTime();
        next = began;
        List<Long> nanos;
        wanted = images;
        try (ProgressBar bar = new ProgressBar(err, "labels", wanted)) {
            nanos = labelAll(api, digits, bar);
        }
        print(nanos, (System.nanoTime() - began) / 1e9);
        return 0;
    }

    private void labelAsCrowd(SimulatedCrowd people, int images) throws InterruptedException {
        Api admin = running.api();
        long waiting = admin.get("/api/progress").get("images").asLong();
        PrintWriter err = spec.commandLine().getErr();
        try (CrowdAnnotation annotation =
                new CrowdAnnotation(admin, people, seed, MnistLabels.all(), images, clients)) {
            long began = System.nanoTime();
            try (ProgressBar bar = new ProgressBar(err, "images begun", Math.min(images, waiting))) {
                annotation.label(bar);
            }
            CrowdResult result = CrowdResult.of(annotation, seed, (System.nanoTime() - began) / 1e9);
            new CrowdReport(result).print(spec.commandLine().getOut(), json);
        }
    }

    private List<Long> labelAll(Api api, MnistLabels digits, ProgressBar bar) throws InterruptedException {
        ExecutorService annotators = Executors.newFixedThreadPool(clients);
        try {
            List<Future<List<Long>>> work = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                work.add(annotators.submit(() -> labelSome(api, digits, bar)));
            }
            List<Long> all = new ArrayList<>();
            for (Future<List<Long>> part : work) {
                all.addAll(part.get());
            }
            return all;
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException reason
                    ? reason
                    : new IllegalStateException(failed.getCause());
        } finally {
            annotators.shutdownNow();
        }
    }

    private List<Long> labelSome(Api api, MnistLabels digits, ProgressBar bar) throws InterruptedException {
        List<Long> nanos = new ArrayList<>();
        for (Api.Task task = take(api); task != null; task = take(api)) {
            long sent = System.nanoTime();
            try {
                api.label(task, digit(task.image(), digits), 0);
                nanos.add(System.nanoTime() - sent);
            } catch (StaleTaskException labelled) {
                // Its lease has ended meanwhile, and it was handed out once more.
                LOG.debug("passed over: {}", labelled.getMessage());
            }
            bar.add(1);
        }
        return nanos;
    }

    /** The next task, when its time has come; null when there is none, or enough are done. */
    private Api.@Nullable Task take(Api api) throws InterruptedException {
        Api.Task task;
        long at;
        synchronized (this) {
            if (taken >= wanted) {
                return null;
            }
            if (tasks.isEmpty()) {
                tasks.addAll(api.tasks(Math.min(Math.max(1, clients) * 2, Math.min(MOST_TASKS * 6, wanted - taken))));
            }
            task = tasks.poll();
            if (task == null) {
                return null;
            }
            taken++;
            at = next;
            next = rate == null ? next : Math.max(next + (long) (1e9 / rate), System.nanoTime());
        }
        for (long wait = at - System.nanoTime(); rate != null && wait > 0; wait = at - System.nanoTime()) {
            LockSupport.parkNanos(wait);
        }
        return task;
    }

    /** What the image shows, or a wrong digit for a share of the images; the image and the seed decide. */
    private int digit(UUID image, MnistLabels digits) {
        int known = digits.digit(image);
        SplittableRandom random = new SplittableRandom(seed ^ image.getMostSignificantBits());
        return random.nextDouble() < error ? (known + 1 + random.nextInt(9)) % 10 : known;
    }

    private void print(List<Long> nanos, double seconds) {
        PrintWriter out = spec.commandLine().getOut();
        Percentiles latency = Percentiles.ofNanos(nanos);
        if (json) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("labels", nanos.size());
            line.put("seconds", seconds);
            line.put("labelsPerSecond", nanos.size() / seconds);
            line.putAll(latency.json());
            out.println(new JsonMapper().writeValueAsString(line));
            return;
        }
        if (nanos.size() < wanted) {
            out.printf(Locale.ROOT, "No more images wait for a label: %,d of %,d labelled.%n", nanos.size(), wanted);
        }
        out.printf(
                Locale.ROOT,
                "%,d labels in %.1f s: %,.0f labels/s; latency median %.1f ms, 90 %% %.1f ms, 99 %% %.1f ms, most %.1f ms%n",
                nanos.size(),
                seconds,
                nanos.size() / seconds,
                latency.p50(),
                latency.p90(),
                latency.p99(),
                latency.max());
    }
}
