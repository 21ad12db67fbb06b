package nudge.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import nudge.mnist.Mnist;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Examples trained a second, beside the peers that are installed, and beside what a core can do. */
@Command(
        name = "sgd",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures how many examples a second the network trains, on one core and on two.",
            "",
            "With --peers, NumPy, PyTorch, DJL, Smile and Deeplearning4j do the same work in the same run,"
                    + " in turns; those that are not installed are named and left out.",
            "",
            "On one core a second is one of the processor, of which other programs take nothing away;"
                    + " on two it is one of the clock.",
            ""
        })
public final class SgdBench implements Callable<Integer> {
    private static final String NUDGE = "nudge";

    @Option(names = "--peers", description = "Measure the peers that are installed as well.")
    private boolean withPeers;

    @Option(
            names = "--sources",
            paramLabel = "DIR",
            description = "The project's folder, where the Java peers are built. Default: the current one.")
    private Path sources = Path.of("");

    @Option(
            names = "--shapes",
            split = ",",
            paramLabel = "SHAPE",
            defaultValue = "784-16-16-10,784-30-10,784-100-10,784-512-10",
            description = "Units per layer. Default: ${DEFAULT-VALUE}.")
    private List<String> shapes = List.of();

    @Option(
            names = "--batches",
            split = ",",
            paramLabel = "N",
            defaultValue = "100,10",
            description = "Examples per mini-batch. Default: ${DEFAULT-VALUE}.")
    private List<Integer> batches = List.of();

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "7", description = "Turns. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "0.4",
            description = "Length of a turn. Default: ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(names = "--check", description = "Exit with 1 when a goal is missed or a step allocates memory.")
    private boolean check;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Report report = new Report(System.out, json);
        try (TemporaryFolder temporary = TemporaryFolder.create("nudge-bench-")) {
            Path folder = temporary.path();
            Mnist train = Mnist.train();
            for (TrainingData data : TrainingData.values()) {
                data.write(folder, train, Mnist.test());
            }
            Peers peers =
                    withPeers ? Peers.find(folder, sources.resolve("benchmarks").resolve("peers")) : Peers.none(folder);
            peers.missing().forEach(report::leftOut);
            OwnPrograms own = new OwnPrograms(folder, Cores.allowed());
            for (String name : shapes) {
                Shape shape = Shape.of(name);
                Roofline.Ceiling ceiling = own.ceiling(Roofline.workingSet(shape));
                report.ceiling(shape, ceiling);
                for (int batch : batches) {
                    for (TrainingData data : TrainingData.values()) {
                        Work work = new Work(data, shape, batch, data.nonZeroPixels(train));
                        sideBySide(work, own, peers, ceiling).forEach(report::add);
                    }
                }
            }
        }
        return check && !report.allHold() ? 1 : 0;
    }

    /** What all contenders do at once. */
    private record Work(TrainingData data, Shape shape, int batch, double nonZeroPixels) {}

    private List<Result> sideBySide(Work work, OwnPrograms own, Peers peers, Roofline.Ceiling ceiling)
            throws IOException {
        Map<String, Contender> contenders = new LinkedHashMap<>();
        try {
            contenders.put(NUDGE, own.start(work.data, work.shape, work.batch, 1));
            if (own.hasTwoCores() && work.data == TrainingData.DIGITS) {
                contenders.put("two cores", own.start(work.data, work.shape, work.batch, 2));
            }
            for (String peer : peers.names()) {
                // Dense input is a goal beside NumPy alone.
                if (work.data == TrainingData.DIGITS || peer.equals("numpy")) {
                    contenders.put(peer, peers.start(peer, work.data, work.shape, work.batch, own.core()));
                }
            }
            for (Contender each : contenders.values()) {
                each.warmUp(seconds);
            }
            for (int round = 0; round < rounds; round++) {
                for (Contender each : contenders.values()) {
                    each.round(seconds);
                }
            }
            return results(work, contenders, ceiling);
        } finally {
            for (Contender each : contenders.values()) {
                each.close();
            }
        }
    }

    private static List<Result> results(Work work, Map<String, Contender> contenders, Roofline.Ceiling ceiling)
            throws IOException {
        List<Result> results = new ArrayList<>();
        double own = contenders.get(NUDGE).rates().median();
        for (var entry : contenders.entrySet()) {
            String name = entry.getKey();
            Contender contender = entry.getValue();
            double rate = contender.rates().median();
            boolean two = name.equals("two cores");
            boolean ours = two || name.equals(NUDGE);
            OptionalDouble goal = two
                    ? Goals.twoCores(work.shape, work.batch)
                    : Goals.beside(name, work.data, work.shape, work.batch);
            results.add(new Result(
                    work.data,
                    work.shape,
                    work.batch,
                    ours ? NUDGE : name,
                    two ? 2 : 1,
                    contender.rates(),
                    contender.accuracy(),
                    ours ? rate / own : own / rate,
                    goal,
                    ours ? OptionalDouble.of(contender.bytesPerStep()) : OptionalDouble.empty(),
                    name.equals(NUDGE)
                            ? Roofline.of(work.shape, work.batch, work.nonZeroPixels, rate, ceiling)
                            : null));
        }
        return results;
    }
}
