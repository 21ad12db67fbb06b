package nudge.trainer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import nudge.events.CheckpointPublished.Training;
import nudge.events.KafkaSettings;
import nudge.events.LabelRecord;
import nudge.learning.Learner;
import nudge.learning.TrainingDefaults;
import nudge.network.Activation;
import nudge.network.Cost;
import nudge.network.Hyperparameters;
import nudge.network.Initialisation;
import nudge.network.NetworkSpec;
import nudge.settings.KafkaSecurity;
import nudge.settings.Variables;

/**
 * How the trainer is configured.
 *
 * @param httpPort for health and metrics; 0 for any free one
 * @param model the name under which checkpoints are published; another name begins another lineage
 * @param instance this trainer's name among several of one model, of which one trains and the others stand by; empty when it
 *     is the only one
 * @param seed gives the first weights and every shuffle
 * @param passes over each label, after which nothing is left to learn from it
 * @param threads that share a step; their number changes the speed, never the weights
 * @param memory bytes of pixels on the heap; those beyond it lie in a memory-mapped file
 * @param folder where that file lies
 * @param topicReplication copies of each record, in the topics that the trainer creates
 */
public record TrainerConfiguration(
        KafkaSettings kafka,
        String httpAddress,
        int httpPort,
        String model,
        String instance,
        NetworkSpec network,
        Initialisation initialisation,
        Hyperparameters hyperparameters,
        long seed,
        int passes,
        int threads,
        long memory,
        Path folder,
        short topicReplication) {
    private static final String PREFIX = "NUDGE_TRAINER_";
    private static final int DIGITS = 10;

    /**
     * Reads the environment variables that begin with {@code NUDGE_TRAINER_}.
     *
     * @throws IllegalArgumentException when one is missing, unknown or out of range: names it, its value and what is allowed
     */
    public static TrainerConfiguration of(Map<String, String> environment) {
        Variables variables = new Variables(PREFIX, environment);
        TrainerConfiguration configuration = read(variables);
        variables.refuseUnknown();
        return configuration;
    }

    /** All variables that there are, with their defaults and what they may be. */
    public static List<Variables.Setting> settings() {
        Variables variables = new Variables(PREFIX, Map.of(PREFIX + "KAFKA", "localhost:9092"));
        read(variables);
        return variables.settings();
    }

    private static TrainerConfiguration read(Variables variables) {
        TrainingDefaults defaults = TrainingDefaults.live();
        return new TrainerConfiguration(
                kafka(variables),
                variables.text("HTTP_ADDRESS", "127.0.0.1"),
                variables.integer("HTTP_PORT", "8081", 0, 65535),
                variables.name(
                        "MODEL",
                        "digits",
                        Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}"),
                        "1 to 64 of a-z, 0-9, '.', '_' and '-', a letter or digit first"),
                variables.name(
                        "INSTANCE",
                        "",
                        Pattern.compile("[a-zA-Z0-9._-]{0,200}"),
                        "at most 200 of a-z, A-Z, 0-9, '.', '_' and '-'"),
                network(variables, defaults.network()),
                variables.constant(
                        "INITIALISATION", Variables.written(defaults.initialisation()), Initialisation.class),
                hyperparameters(variables, defaults.hyperparameters()),
                variables.seed("SEED", String.valueOf(defaults.seed())),
                variables.integer("PASSES", String.valueOf(defaults.passes()), 1, 1_000_000),
                variables.integer("THREADS", String.valueOf(defaults.threads()), 1, 64),
                variables.bytes("MEMORY", "256MB"),
                variables.parsed(
                        "FOLDER",
                        System.getProperty("java.io.tmpdir"),
                        Path::of,
                        Files::isDirectory,
                        "a folder that exists"),
                (short) variables.integer("TOPIC_REPLICATION", "1", 1, 100));
    }

    private static NetworkSpec network(Variables variables, NetworkSpec otherwise) {
        Activation activation =
                variables.constant("ACTIVATION", Variables.written(otherwise.activation()), Activation.class);
        Cost cost = variables.constant("COST", Variables.written(otherwise.cost()), Cost.class);
        return variables.parsed(
                "SIZES",
                otherwise.printedSizes(),
                sizes -> NetworkSpec.parse(sizes, activation, cost),
                spec -> spec.inputs() == LabelRecord.PIXELS && spec.outputs() == DIGITS,
                "layer sizes from 784 pixels to 10 digits, such as 784,16,16,10");
    }

    private static Hyperparameters hyperparameters(Variables variables, Hyperparameters otherwise) {
        return new Hyperparameters(
                variables.number(
                        "LEARNING_RATE",
                        String.valueOf(otherwise.learningRate()),
                        rate -> rate > 0 && rate <= 1000,
                        "a number above 0 and at most 1000"),
                variables.number(
                        "MOMENTUM",
                        String.valueOf(otherwise.momentum()),
                        momentum -> momentum >= 0 && momentum < 1,
                        "a number from 0 to below 1"),
                variables.integer("BATCH_SIZE", String.valueOf(otherwise.batchSize()), 1, 65_536));
    }

    private static KafkaSettings kafka(Variables variables) {
        String servers = variables.text("KAFKA", null);
        KafkaSettings kafka;
        try {
            kafka = KafkaSettings.of(servers);
        } catch (IllegalArgumentException refused) {
            throw new IllegalArgumentException(
                    "NUDGE_TRAINER_KAFKA is " + servers + ": " + refused.getMessage(), refused);
        }
        return kafka.withProperties(KafkaSecurity.of(variables));
    }

    /** What it uses of this machine. */
    Learner.Resources resources() {
        return new Learner.Resources(threads, memory, folder);
    }

    /** What a checkpoint's event says of this configuration. */
    Training training() {
        return new Training(
                network.sizes(),
                network.activation().name(),
                network.cost().name(),
                initialisation.name(),
                hyperparameters.learningRate(),
                hyperparameters.momentum(),
                hyperparameters.batchSize(),
                seed);
    }
}
