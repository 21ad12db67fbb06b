package nudge.standalone;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import nudge.learning.CrossValidation;
import nudge.learning.TrainingDefaults;
import nudge.network.Activation;
import nudge.network.Cost;
import nudge.network.Hyperparameters;
import nudge.network.Initialisation;
import nudge.network.NetworkSpec;
import nudge.quality.ConfidentLearning;
import nudge.quality.ConfidentLearning.Suspect;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Command(
        name = "review",
        description = "Send images to review whose labels are probably wrong.",
        footer = {
            "",
            "--folds divides the labelled images into K folds, trains a network per fold on the",
            "others, and sends the images whose label it contradicts with confidence (confident",
            "learning). Its networks are larger than the trainer's, and change nothing.",
            "--from takes suspects that were found elsewhere: CSV with the header image,score or",
            "lines of JSON with these fields; score from 0 to 1, the highest is reviewed first.",
            "An image that waits for review already is not sent again."
        },
        mixinStandardHelpOptions = true)
final class ReviewCommand implements Callable<Integer> {
    private static final int DIGITS = 10;
    /** So many fit into one request. */
    private static final int AT_ONCE = 500;

    /** Probabilities that can be trusted matter more than speed: softmax, and more units than the trainer has. */
    private static final TrainingDefaults TRAINING = new TrainingDefaults(
            new NetworkSpec(List.of(784, 100, 10), Activation.SIGMOID, Cost.CROSS_ENTROPY),
            Initialisation.GLOROT,
            new Hyperparameters(0.5f, 0, 20),
            1,
            10,
            1);

    @Mixin
    private RunningNudge running = new RunningNudge();

    @ArgGroup(multiplicity = "1")
    private Suspects suspects = new Suspects();

    @Option(
            names = "--most",
            paramLabel = "N",
            description = "Send the N most suspicious at most. Default: all of them.")
    private @Nullable Integer most;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "Of the networks. Default: 1.")
    private long seed;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "They never change what is found. Default: 1.")
    private int threads = 1;

    @Option(names = "--dry-run", description = "Say what would be sent, and send nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /** Where the suspects come from. */
    private static final class Suspects {
        @Option(names = "--folds", paramLabel = "K", description = "Find them with K networks, 2 to 50.")
        private @Nullable Integer folds;

        @Option(names = "--from", paramLabel = "FILE", description = "Read them from a file.")
        private @Nullable Path from;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        WrongUseException.unless(most == null || most >= 1, "--most to be at least 1", most);
        WrongUseException.unless(threads >= 1 && threads <= 64, "--threads to be from 1 to 64", threads);
        Integer folds = suspects.folds;
        WrongUseException.unless(folds == null || folds >= 2 && folds <= 50, "--folds to be from 2 to 50", folds);
        Api api = running.api();
        List<SuspectFile.Line> found =
                suspects.from != null ? SuspectFile.read(suspects.from) : found(api, folds == null ? 2 : folds);
        List<SuspectFile.Line> sent = most == null ? found : found.subList(0, Math.min(most, found.size()));
        print(found.size(), sent.size(), dryRun ? 0 : send(api, sent));
        return 0;
    }

    private List<SuspectFile.Line> found(Api api, int folds) throws IOException, InterruptedException {
        SettledImages images = SettledImages.fetch(api);
        if (images.ids().size() < folds) {
            throw new CommandFailedException("expected at least " + folds + " labelled images for as many folds, found "
                    + images.ids().size() + ": label more first");
        }
        TrainingDefaults training = new TrainingDefaults(
                TRAINING.network(),
                TRAINING.initialisation(),
                TRAINING.hyperparameters(),
                seed,
                TRAINING.passes(),
                threads);
        CrossValidation validation =
                new CrossValidation(training, folds, images.pixels(), images.digits(), images.folds(folds));
        double[][] probabilities;
        try (ProgressBar bar = new ProgressBar(spec.commandLine().getErr(), "examples", validation.examples())) {
            probabilities = validation.predict(bar::done);
        }
        List<SuspectFile.Line> lines = new ArrayList<>();
        for (Suspect suspect : ConfidentLearning.suspects(probabilities, images.digits(), DIGITS)) {
            lines.add(new SuspectFile.Line(images.ids().get(suspect.item()), -suspect.margin()));
        }
        return lines;
    }

    /** @return how many of them wait for review now, and did not before */
    private static long send(Api api, List<SuspectFile.Line> lines) throws InterruptedException {
        long asked = 0;
        for (int from = 0; from < lines.size(); from += AT_ONCE) {
            List<Map<String, Object>> images = new ArrayList<>();
            for (SuspectFile.Line line : lines.subList(from, Math.min(lines.size(), from + AT_ONCE))) {
                images.add(Map.of("image", line.image().toString(), "score", line.score()));
            }
            JsonNode answer = api.post("/api/review", Map.of("reason", "model", "images", images));
            asked += answer.get("asked").asLong();
        }
        return asked;
    }

    private void print(int found, int sent, long asked) {
        if (json) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("found", found);
            line.put("sent", dryRun ? 0 : sent);
            line.put("asked", asked);
            spec.commandLine().getOut().println(new JsonMapper().writeValueAsString(line));
        } else if (dryRun) {
            spec.commandLine()
                    .getOut()
                    .printf(Locale.ROOT, "%,d suspects; %,d of them would be sent to review%n", found, sent);
        } else {
            spec.commandLine()
                    .getOut()
                    .printf(
                            Locale.ROOT,
                            "%,d suspects, %,d sent; %,d images wait for review that did not before%n",
                            found,
                            sent,
                            asked);
        }
    }
}
