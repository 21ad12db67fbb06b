package nudge.benchmarks.explain;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import nudge.benchmarks.TemporaryFolder;
import nudge.embedded.EmbeddedKafka;
import nudge.embedded.EmbeddedPostgres;
import nudge.embedded.EmbeddedServers;
import nudge.mnist.Mnist;
import nudge.network.Network;
import nudge.standalone.Percentiles;
import nudge.standalone.WrongUseException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

@Command(
        name = "explain",
        description = "How exact explanations are, and how long the labeller takes for one.",
        footer = {
            "",
            "Trains the default network on MNIST and compares, at steps 0, 100, 600 and 6,000, all",
            "13,002 components of the negative gradient, all wishes, contributions and costs with",
            "central differences in double precision. Errors are |a - b| / max(|a|, |b|, 1e-6).",
            "Components of black pixels are zero: the others are counted and compared apart.",
            "Exit code 1 when an error is above 1e-4."
        },
        mixinStandardHelpOptions = true)
public final class ExplainBench implements Callable<Integer> {
    private static final int[] AGES = {0, 100, 600, 6_000};
    private static final double MOST = 1e-4;

    @Option(
            names = "--images",
            paramLabel = "N",
            defaultValue = "10",
            description = "Images compared at each step. Default: ${DEFAULT-VALUE}.")
    private int images;

    @Option(
            names = "--requests",
            paramLabel = "N",
            defaultValue = "500",
            description = "Requests timed; 0 starts no server. Default: ${DEFAULT-VALUE}.")
    private int requests;

    @Option(names = "--json", description = "Print one JSON object a line.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    private final double most;

    public ExplainBench() {
        this(MOST);
    }

    /** @param most the greatest error that is small enough */
    ExplainBench(double most) {
        this.most = most;
    }

    @Override
    public Integer call() throws Exception {
        Mnist test = Mnist.test();
        WrongUseException.unless(
                images >= 1 && images <= test.size(), "--images to be from 1 to " + test.size(), images);
        WrongUseException.unless(requests >= 0, "--requests to be at least 0", requests);
        double greatest = 0;
        List<Network> networks = new ArrayList<>();
        try (TrainedAges ages = new TrainedAges(Mnist.train(), AGES)) {
            while (ages.hasNext()) {
                TrainedAges.Age age = ages.next();
                GreatestErrors errors = new GreatestErrors(age.network());
                for (int image = 0; image < images; image++) {
                    errors.add(test.pixels(), image * Mnist.PIXELS, test.digit(image));
                }
                print(age.step(), errors);
                greatest = Math.max(greatest, errors.greatest());
                networks.add(age.network());
            }
        }
        if (requests > 0) {
            time(networks.get(networks.size() - 1), test);
        }
        // What is not a number is no small error.
        boolean small = greatest <= most;
        print(
                Map.of("greatestError", greatest, "limit", most),
                String.format(
                        Locale.ROOT, "greatest error %.1e, %s %.1e", greatest, small ? "at most" : "above", most));
        return small ? 0 : 1;
    }

    private void print(int step, GreatestErrors errors) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("step", step);
        line.put("images", images);
        line.put("components", errors.components());
        line.put("nonZero", errors.nonZero());
        line.put("greatestError", errors.ofComponents());
        line.put("greatestErrorNonZero", errors.ofNonZero());
        line.put("greatestErrorOfWishes", errors.ofWishes());
        line.put("greatestErrorOfCosts", errors.ofCosts());
        print(
                line,
                String.format(
                        Locale.ROOT,
                        "step %,5d   %,d components %.1e   %,d of them not zero %.1e   wishes %.1e   costs %.1e",
                        step,
                        errors.components(),
                        errors.ofComponents(),
                        errors.nonZero(),
                        errors.ofNonZero(),
                        errors.ofWishes(),
                        errors.ofCosts()));
    }

    private void time(Network network, Mnist test) throws Exception {
        try (TemporaryFolder home = TemporaryFolder.create("nudge-bench-explain-");
                EmbeddedPostgres postgres = EmbeddedPostgres.start(
                        home.path().resolve("postgres"),
                        EmbeddedPostgres.Options.defaults().withBinaries(EmbeddedServers.cache()));
                EmbeddedKafka kafka = EmbeddedKafka.start(home.path().resolve("kafka"));
                ExplainingLabeller labeller = ExplainingLabeller.start(postgres, kafka, network, test)) {
            labeller.times(requests);
            Percentiles times = Percentiles.ofNanos(labeller.times(requests));
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("requests", requests);
            line.put("bytes", labeller.bytes());
            line.putAll(times.json());
            print(
                    line,
                    String.format(
                            Locale.ROOT,
                            "GET /api/explain   %,d bytes   median %.2f ms   99 %% %.2f ms   most %.2f ms   (%,d requests)",
                            labeller.bytes(),
                            times.p50(),
                            times.p99(),
                            times.max(),
                            requests));
        }
    }

    private void print(Map<String, Object> line, String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? new JsonMapper().writeValueAsString(line) : text);
        out.flush();
    }
}
