package nudge.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import nudge.standalone.Percentiles;
import nudge.standalone.WrongUseException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

@Command(
        name = "growth",
        description = "What becomes slower as the log grows: ./nudge up on logs of several lengths, side by side.",
        footer = {
            "",
            "Makes a data folder for each number of images, through the code that appends",
            "labels and imports, and deletes it at the end. An image takes about 3 KB of disk.",
            "Then, of each: start to address and to first task, in turns; start to the first",
            "label that is learned (the trainer reads the whole log for that); and, of labels",
            "given one after the other, the next task, the answer, the way to a record in",
            "Kafka, and to a checkpoint. Ratios are those of the last to the first."
        },
        mixinStandardHelpOptions = true)
final class GrowthBench implements Callable<Integer> {
    @Option(
            names = "--images",
            paramLabel = "N",
            split = ",",
            defaultValue = "60000,3000000",
            description = "Numbers of images, with commas. Default: ${DEFAULT-VALUE}.")
    private List<Integer> images = List.of();

    @Option(
            names = "--labelled",
            paramLabel = "PERCENT",
            defaultValue = "50",
            description = "How many of them have labels. Default: ${DEFAULT-VALUE}.")
    private int labelled;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "Starts of each. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "60",
            description = "For how long each is labelled. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--in",
            paramLabel = "DIR",
            description = "Where the data folders are made. Default: the system's folder for temporary files.")
    private @Nullable Path in;

    @Option(names = "--json", description = "Print one JSON object a line.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /** What was measured of each, in the order of the numbers of images. */
    private final Map<String, List<Double>> figures = new LinkedHashMap<>();

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
        images.forEach(number -> WrongUseException.unless(
                number >= 2_000 && number <= 100_000_000, "--images to be from 2000 to 100000000 each", number));
        WrongUseException.unless(labelled >= 1 && labelled <= 95, "--labelled to be from 1 to 95", labelled);
        WrongUseException.unless(rounds >= 1, "--rounds to be at least 1", rounds);
        WrongUseException.unless(seconds >= 1, "--seconds to be at least 1", seconds);
        Path checkout = StartBench.checkout(Path.of(System.getProperty(StartBench.CHECKOUT, ".")));
        try (TemporaryFolder folder = in == null
                ? TemporaryFolder.create("nudge-growth-")
                : new TemporaryFolder(Files.createTempDirectory(in, "nudge-growth-"))) {
            List<GrownNudge> nudges = new ArrayList<>();
            for (int number : images) {
                nudges.add(GrownNudge.make(
                        checkout,
                        folder.path().resolve(String.valueOf(number)),
                        number,
                        (int) ((long) number * labelled / 100),
                        this::say));
            }
            measureStarts(nudges);
            for (GrownNudge nudge : nudges) {
                measureLabels(nudge);
            }
        }
        print();
        return 0;
    }

    /** What goes on, for people. */
    private void say(String what) {
        spec.commandLine().getErr().println("nudge: " + what);
        spec.commandLine().getErr().flush();
    }

    private void measureStarts(List<GrownNudge> nudges) throws IOException, InterruptedException {
        List<List<StartedNudge.Times>> times = new ArrayList<>();
        nudges.forEach(nudge -> times.add(new ArrayList<>()));
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < nudges.size(); i++) {
                times.get(i).add(nudges.get(i).start());
            }
        }
        for (List<StartedNudge.Times> of : times) {
            add("start to address told, s", median(of, StartedNudge.Times::told));
            add("start to first task, s", median(of, StartedNudge.Times::task));
        }
    }

    private static double median(List<StartedNudge.Times> times, Function<StartedNudge.Times, Double> which) {
        return Figure.median(times.stream().map(which).toList());
    }

    private void measureLabels(GrownNudge nudge) throws IOException, InterruptedException {
        add("start to first label learned, s", nudge.firstLearned());
        GrownNudge.Latencies latencies = nudge.latencies(Duration.ofSeconds(seconds));
        add("next task", latencies.tasks());
        add("label to answer", latencies.answers());
        add("answer to record in Kafka", latencies.relayed());
        add("answer to checkpoint", latencies.learned());
    }

    private void add(String name, List<Long> nanos) {
        Percentiles times = Percentiles.ofNanos(nanos);
        add(name + ", median, ms", times.p50());
        add(name + ", 99 %, ms", times.p99());
        add(name + ", most, ms", times.max());
    }

    private void add(String name, double figure) {
        figures.computeIfAbsent(name, absent -> new ArrayList<>()).add(figure);
    }

    private void print() {
        PrintWriter out = spec.commandLine().getOut();
        if (!json) {
            StringBuilder head = new StringBuilder(String.format(Locale.ROOT, "%-40s", "images"));
            images.forEach(number -> head.append(String.format(Locale.ROOT, "%,14d", number)));
            out.println(head.append(images.size() > 1 ? "   ratio" : ""));
        }
        figures.forEach((name, values) -> out.println(json ? json(name, values) : text(name, values)));
    }

    private static double ratio(List<Double> values) {
        return values.get(values.size() - 1) / values.get(0);
    }

    private String text(String name, List<Double> values) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-40s", name));
        values.forEach(value -> line.append(String.format(Locale.ROOT, "%,14.2f", value)));
        return line + (images.size() > 1 ? String.format(Locale.ROOT, "%8.2f", ratio(values)) : "");
    }

    private String json(String name, List<Double> values) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("name", name);
        line.put("images", images);
        line.put("values", values);
        line.put("ratio", ratio(values));
        return new JsonMapper().writeValueAsString(line);
    }
}
