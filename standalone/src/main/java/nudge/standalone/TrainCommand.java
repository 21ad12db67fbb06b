package nudge.standalone;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import nudge.learning.OfflineTraining;
import nudge.learning.TrainingDefaults;
import nudge.network.Activation;
import nudge.network.Cost;
import nudge.network.Evaluation;
import nudge.network.Hyperparameters;
import nudge.network.Initialisation;
import nudge.network.Network;
import nudge.network.NetworkSpec;
import nudge.network.WeightFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

@Command(
        name = "train",
        description = "Train a network on files, without services, by the code that the trainer runs.",
        footer = {
            "",
            "The same options give the same weights, bit for bit, on any machine. Values of",
            "--activation, --cost and --init are written in small letters with hyphens:",
            "sigmoid, relu, tanh; squared-error, cross-entropy; normal (as in Nielsen's",
            "tables), scaled-normal, glorot, he.",
            "",
            "  ./nudge train --data mnist --layers 784,30,10 --batch 10 --rate 3.0"
        },
        mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
    private static final int PIXELS = 784;
    private static final int DIGITS = 10;
    private static final TrainingDefaults DEFAULTS = TrainingDefaults.offline();

    @Option(
            names = "--data",
            paramLabel = "mnist|DIR",
            required = true,
            description = "The bundled MNIST, or a folder with four IDX files named like MNIST's, gzipped or not.")
    private String data = "mnist";

    @Option(names = "--layers", paramLabel = "SIZES", description = "Default: ${DEFAULT-VALUE}.")
    private String layers = DEFAULTS.network().printedSizes();

    @Option(names = "--activation", paramLabel = "NAME", description = "Default: ${DEFAULT-VALUE}.")
    private String activation = written(DEFAULTS.network().activation());

    @Option(names = "--cost", paramLabel = "NAME", description = "Default: ${DEFAULT-VALUE}.")
    private String cost = written(DEFAULTS.network().cost());

    @Option(names = "--init", paramLabel = "NAME", description = "Default: ${DEFAULT-VALUE}.")
    private String initialisation = written(DEFAULTS.initialisation());

    @Option(names = "--epochs", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
    private int epochs = DEFAULTS.passes();

    @Option(names = "--batch", paramLabel = "N", description = "Examples per step. Default: ${DEFAULT-VALUE}.")
    private int batch = DEFAULTS.hyperparameters().batchSize();

    @Option(names = "--rate", paramLabel = "R", description = "Learning rate. Default: ${DEFAULT-VALUE}.")
    private float rate = DEFAULTS.hyperparameters().learningRate();

    @Option(names = "--momentum", paramLabel = "M", description = "Default: ${DEFAULT-VALUE}.")
    private float momentum = DEFAULTS.hyperparameters().momentum();

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Gives the first weights and the shuffles. Default: ${DEFAULT-VALUE}.")
    private long seed = DEFAULTS.seed();

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "They never change the weights. Default: ${DEFAULT-VALUE}.")
    private int threads = DEFAULTS.threads();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            defaultValue = "nudge.safetensors",
            description = "The weight file. Default: ${DEFAULT-VALUE}.")
    private Path out = Path.of("nudge.safetensors");

    @Option(names = "--json", description = "A line of JSON per epoch; the last one has the results.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        NetworkSpec shape;
        Hyperparameters hyperparameters;
        Initialisation first;
        try {
            shape = NetworkSpec.parse(
                    layers,
                    constant("--activation", Activation.class, activation),
                    constant("--cost", Cost.class, cost));
            hyperparameters = new Hyperparameters(rate, momentum, batch);
            first = constant("--init", Initialisation.class, initialisation);
        } catch (IllegalArgumentException wrong) {
            throw new WrongUseException(String.valueOf(wrong.getMessage()));
        }
        WrongUseException.unless(
                shape.inputs() == PIXELS && shape.outputs() == DIGITS,
                "--layers to lead from 784 pixels to 10 digits",
                layers);
        WrongUseException.unless(epochs >= 1, "--epochs to be at least 1", epochs);
        WrongUseException.unless(threads >= 1 && threads <= 64, "--threads to be from 1 to 64", threads);
        DataSet set = DataSet.read(data);
        Network network = Network.initialised(shape, first, seed);
        try (OfflineTraining training = new OfflineTraining(network, hyperparameters, set.train(), seed, threads)) {
            train(training, set, network);
        }
        return 0;
    }

    private void train(OfflineTraining training, DataSet set, Network network) throws IOException {
        PrintWriter printer = spec.commandLine().getOut();
        long nanos = 0;
        Evaluation evaluation = training.evaluate(set.heldOut());
        try (ProgressBar bar = new ProgressBar(
                spec.commandLine().getErr(),
                "examples",
                (long) epochs * set.train().size())) {
            for (int epoch = 0; epoch < epochs; epoch++) {
                long before = (long) epoch * set.train().size();
                long began = System.nanoTime();
                training.epoch(learned -> bar.done(before + learned));
                nanos += System.nanoTime() - began;
                if (!training.isFinite()) {
                    throw new CommandFailedException(
                            "training has diverged in epoch " + (epoch + 1) + ": use a smaller --rate than " + rate);
                }
                evaluation = training.evaluate(set.heldOut());
                if (json && epoch < epochs - 1) {
                    print(printer, results(epoch + 1, evaluation, nanos, set, null));
                }
            }
        }
        byte[] weights = WeightFile.write(network, Map.of());
        write(weights);
        Map<String, Object> results = results(epochs, evaluation, nanos, set, WeightFile.sha256(weights));
        if (json) {
            print(printer, results);
        } else {
            printer.printf(
                    Locale.ROOT,
                    "%.2f %% of %,d held-out images after %d epochs in %.2f s, %,.0f examples/s; cost %.4f%n%s sha256 %s%n",
                    100 * evaluation.accuracy(),
                    evaluation.examples(),
                    epochs,
                    nanos / 1e9,
                    (double) results.get("examplesPerSecond"),
                    evaluation.cost(),
                    out,
                    results.get("sha256"));
        }
    }

    private Map<String, Object> results(
            int epoch,
            Evaluation evaluation,
            long nanos,
            DataSet set,
            @org.jspecify.annotations.Nullable String sha256) {
        Map<String, Object> results = new LinkedHashMap<>();
        results.put("epoch", epoch);
        results.put("accuracy", evaluation.accuracy());
        results.put("cost", evaluation.cost());
        results.put("seconds", nanos / 1e9);
        results.put("examplesPerSecond", (double) epoch * set.train().size() / (nanos / 1e9));
        if (sha256 != null) {
            results.put("sha256", sha256);
            results.put("file", out.toString());
        }
        return results;
    }

    private static void print(PrintWriter printer, Map<String, Object> line) {
        printer.println(new JsonMapper().writeValueAsString(line));
        printer.flush();
    }

    private void write(byte[] weights) throws IOException {
        Path target = out.toAbsolutePath();
        Path draft = Files.createTempFile(target.getParent(), "nudge", ".draft");
        Files.write(draft, weights);
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static <E extends Enum<E>> E constant(String option, Class<E> type, String name) {
        List<String> allowed = Arrays.stream(type.getEnumConstants())
                .map(TrainCommand::written)
                .toList();
        WrongUseException.unless(allowed.contains(name), option + " to be one of " + String.join(", ", allowed), name);
        return type.getEnumConstants()[allowed.indexOf(name)];
    }

    private static String written(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
