package nudge.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import nudge.standalone.WrongUseException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

@Command(
        name = "start",
        description = "From ./nudge up to the address on the terminal, and to the first task.",
        footer = {
            "",
            "Starts this checkout, and in turn with it another one, in empty data folders and",
            "again in filled ones. Each is built, and started once, before anything is measured.",
            "Ports are free ones; every Nudge is stopped again."
        },
        mixinStandardHelpOptions = true)
final class StartBench implements Callable<Integer> {
    /** Where the launcher stands that runs this. */
    static final String CHECKOUT = "nudge.checkout";

    private enum Folder {
        EMPTY("first start"),
        FILLED("later start");

        private final String name;

        Folder(String name) {
            this.name = name;
        }
    }

    private enum Moment {
        TOLD("address told"),
        TASK("first task");

        private final String name;

        Moment(String name) {
            this.name = name;
        }
    }

    @Option(
            names = "--before",
            paramLabel = "DIR",
            description = "Another checkout of Nudge, to be measured in turn with this one.")
    private @Nullable Path before;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "Starts of each kind. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--json", description = "Print one JSON object a line.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        WrongUseException.unless(rounds >= 1, "--rounds to be at least 1", rounds);
        Path now = checkout(Path.of(System.getProperty(CHECKOUT, ".")));
        Map<String, Path> checkouts = new LinkedHashMap<>();
        if (before != null) {
            checkouts.put("before", checkout(before));
        }
        checkouts.put("now", now);
        Map<String, List<Double>> seconds = new LinkedHashMap<>();
        try (TemporaryFolder folder = TemporaryFolder.create("start")) {
            for (var checkout : checkouts.entrySet()) {
                StartedNudge.fill(checkout.getValue(), folder.path().resolve(checkout.getKey()));
            }
            for (int round = 0; round < rounds; round++) {
                for (var checkout : checkouts.entrySet()) {
                    measure(checkout.getKey(), checkout.getValue(), folder.path(), round, seconds);
                }
            }
        }
        print(checkouts.keySet(), seconds);
        return 0;
    }

    static Path checkout(Path folder) {
        WrongUseException.unless(
                Files.isExecutable(folder.resolve("nudge")), "a checkout of Nudge, with its launcher", folder);
        return folder.toAbsolutePath().normalize();
    }

    private static void measure(String name, Path checkout, Path folder, int round, Map<String, List<Double>> seconds)
            throws IOException, InterruptedException {
        for (Folder kind : Folder.values()) {
            Path data = kind == Folder.FILLED ? folder.resolve(name) : folder.resolve(name + "-" + round);
            StartedNudge.Times times = StartedNudge.measure(checkout, data);
            add(seconds, key(name, kind, Moment.TOLD), times.told());
            add(seconds, key(name, kind, Moment.TASK), times.task());
        }
    }

    private static void add(Map<String, List<Double>> seconds, String key, double time) {
        seconds.computeIfAbsent(key, absent -> new ArrayList<>()).add(time);
    }

    private static String key(String checkout, Folder folder, Moment moment) {
        return checkout + " " + folder + " " + moment;
    }

    private void print(Iterable<String> checkouts, Map<String, List<Double>> seconds) {
        PrintWriter out = spec.commandLine().getOut();
        for (Folder folder : Folder.values()) {
            for (Moment moment : Moment.values()) {
                Map<String, Object> line = new LinkedHashMap<>();
                line.put("name", folder.name + ", " + moment.name);
                for (String checkout : checkouts) {
                    line.put(checkout, Figure.median(seconds.get(key(checkout, folder, moment))));
                }
                if (line.get("before") instanceof Double was && line.get("now") instanceof Double is) {
                    line.put("ratio", is / was);
                }
                out.println(json ? new JsonMapper().writeValueAsString(line) : text(line));
            }
        }
    }

    private static String text(Map<String, Object> line) {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%-26s", line.get("name")));
        line.forEach((name, value) -> {
            if (value instanceof Double figure) {
                text.append(
                        name.equals("ratio")
                                ? String.format(Locale.ROOT, "   %.0f %%", 100 * figure)
                                : String.format(Locale.ROOT, "   %s %6.2f s", name, figure));
            }
        });
        return text.toString();
    }
}
