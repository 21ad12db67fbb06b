package nudge.benchmarks;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import nudge.events.CheckpointSubscriber;
import nudge.events.CheckpointSubscriber.Start;
import nudge.events.CheckpointSubscriber.Update;
import nudge.standalone.Api;
import nudge.standalone.CommandFailedException;
import nudge.standalone.MnistLabels;
import nudge.standalone.Percentiles;
import nudge.standalone.RunningNudge;
import nudge.standalone.WrongUseException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

@Command(
        name = "latency",
        description = "From a label's HTTP answer to a checkpoint in Kafka that has learned it, on a running Nudge.",
        footer = {
            "",
            "Labels images of MNIST one after the other, each as soon as the one before has",
            "been learned. A label counts as learned when a checkpoint event arrives, with",
            "its weights, whose position covers it. Somebody else labels meanwhile, so that",
            "training never rests. To measure with a full set of examples, label first:",
            "./nudge annotate --count 56000"
        },
        mixinStandardHelpOptions = true)
final class LatencyBench implements Callable<Integer> {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(30);

    @Mixin
    private RunningNudge running = new RunningNudge();

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "200",
            description = "Labels. Default: ${DEFAULT-VALUE}.")
    private int count;

    @Option(
            names = "--beside",
            paramLabel = "R",
            defaultValue = "20",
            description = "Labels a second that somebody else gives meanwhile. Default: ${DEFAULT-VALUE}.")
    private int beside;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        WrongUseException.unless(count >= 1, "--count to be at least 1", count);
        WrongUseException.unless(beside >= 0 && beside <= 1000, "--beside to be from 0 to 1000", beside);
        Api api = running.api();
        MnistLabels digits = MnistLabels.load();
        List<Long> answers = new ArrayList<>();
        List<Long> learned = new ArrayList<>();
        List<Long> total = new ArrayList<>();
        try (CheckpointSubscriber subscriber = CheckpointSubscriber.subscribe(running.kafka(), Start.LATEST);
                OtherAnnotator other = new OtherAnnotator(api, digits, beside)) {
            for (int i = 0; i < count; i++) {
                List<Api.Task> tasks = api.tasks(1);
                if (tasks.isEmpty()) {
                    throw new CommandFailedException("expected " + count + " images that wait for a label, found " + i
                            + ": begin with fewer labels in a new --data folder");
                }
                Api.Task task = tasks.get(0);
                long sent = System.nanoTime();
                Api.Receipt receipt = api.label(task, digits.digit(task.image()), 0);
                long answered = System.nanoTime();
                awaitLearned(subscriber, receipt.position());
                long arrived = System.nanoTime();
                answers.add(answered - sent);
                learned.add(arrived - answered);
                total.add(arrived - sent);
            }
            other.check();
        }
        print(answers, learned, total);
        return 0;
    }

    static void awaitLearned(CheckpointSubscriber subscriber, long position) {
        long deadline = System.nanoTime() + PATIENCE_NS;
        while (System.nanoTime() < deadline) {
            for (Update update : subscriber.poll(Duration.ofMillis(100))) {
                if (update instanceof Update.Checkpoint checkpoint
                        && checkpoint.event().position() >= position) {
                    return;
                }
            }
        }
        throw new CommandFailedException(
                "no checkpoint has learned the label at position " + position + " within 30 s");
    }

    private void print(List<Long> answers, List<Long> learned, List<Long> total) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("labels", answers.size());
            line.put("answer", Percentiles.ofNanos(answers).json());
            line.put("answerToCheckpoint", Percentiles.ofNanos(learned).json());
            line.put("requestToCheckpoint", Percentiles.ofNanos(total).json());
            out.println(new JsonMapper().writeValueAsString(line));
            return;
        }
        out.printf(
                Locale.ROOT,
                "%-26s %9s %9s %9s %9s   (%d labels, milliseconds)%n",
                "",
                "median",
                "90 %",
                "99 %",
                "most",
                count);
        print(out, "request to answer", answers);
        print(out, "answer to checkpoint", learned);
        print(out, "request to checkpoint", total);
    }

    private static void print(PrintWriter out, String what, List<Long> nanos) {
        Percentiles times = Percentiles.ofNanos(nanos);
        out.printf(
                Locale.ROOT,
                "%-26s %9.1f %9.1f %9.1f %9.1f%n",
                what,
                times.p50(),
                times.p90(),
                times.p99(),
                times.max());
    }
}
