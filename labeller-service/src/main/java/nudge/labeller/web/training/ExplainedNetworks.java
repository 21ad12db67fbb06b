package nudge.labeller.web.training;

import java.util.Locale;
import java.util.Optional;
import nudge.events.CheckpointPublished;
import nudge.events.CheckpointPublished.Training;
import nudge.labeller.model.CurrentModel;
import nudge.labeller.model.FirstWeights;
import nudge.labeller.model.History;
import nudge.labeller.model.KeptNetworks;
import nudge.labeller.model.NetworkOfStep;
import nudge.labeller.web.http.BadRequestException;
import nudge.network.NetworkSpec;
import nudge.network.WeightFile;
import org.springframework.http.HttpStatus;

/**
 * The networks that requests ask for: the latest, that of a checkpoint, or that of a step. Those that were read once are kept
 * for a while. Thread-safe. All methods throw {@link BadRequestException}.
 */
final class ExplainedNetworks {
    /** Weights and biases of a network that is explained. */
    static final int MOST_PARAMETERS = 1 << 20;

    private static final int MOST_KEPT = 16;
    /** Of all that are kept: 16 MB. */
    private static final int MOST_KEPT_PARAMETERS = 1 << 22;

    private static final String OTHERS = "ask for step=0, 100, 600 or 6000, whose weights are kept,"
            + " or for a newer checkpoint; ./nudge verify can derive them again";

    private final CurrentModel model;
    private final History history;
    private final CheckpointReader checkpoints;
    private final KeptNetworks kept = new KeptNetworks(MOST_KEPT, MOST_KEPT_PARAMETERS);

    ExplainedNetworks(CurrentModel model, History history, CheckpointReader checkpoints) {
        this.model = model;
        this.history = history;
        this.checkpoints = checkpoints;
    }

    NetworkOfStep latest() {
        NetworkOfStep latest = model.network().orElseThrow(ExplainedNetworks::none);
        check(latest.network().parameterCount());
        return latest;
    }

    NetworkOfStep ofCheckpoint(String id) {
        NetworkOfStep known = kept.find(id);
        return known != null ? known : read(checkpoints.find(id));
    }

    /** Of step 0 that of the seed; of any other the newest checkpoint that was published at exactly that step. */
    NetworkOfStep ofStep(long step) {
        CheckpointPublished latest = history.checkpoints(1).stream().findFirst().orElseThrow(ExplainedNetworks::none);
        if (step == 0) {
            return first(latest.training());
        }
        Optional<CheckpointPublished> found =
                step > latest.step() ? Optional.empty() : checkpoints.findStep(latest.model(), step);
        CheckpointPublished checkpoint = found.orElseThrow(() -> new BadRequestException(
                HttpStatus.NOT_FOUND,
                String.format(
                        Locale.ROOT,
                        "there is no checkpoint of step %d: ask for step=0, 100, 600 or 6000, where the trainer publishes"
                                + " one as it passes, or for the step of another checkpoint, up to %d",
                        step,
                        latest.step())));
        NetworkOfStep known = kept.find(checkpoint.id());
        return known != null ? known : read(checkpoint);
    }

    private NetworkOfStep first(Training training) {
        check(NetworkSpec.parameters(training.sizes()));
        String name = "the first of " + training;
        NetworkOfStep known = kept.find(name);
        if (known != null) {
            return known;
        }
        try {
            NetworkOfStep first = FirstWeights.of(training);
            kept.keep(name, first);
            return first;
        } catch (IllegalArgumentException unknown) {
            throw unreadable("the training", unknown);
        }
    }

    private NetworkOfStep read(CheckpointPublished checkpoint) {
        check(NetworkSpec.parameters(checkpoint.training().sizes()));
        try {
            NetworkOfStep read = new NetworkOfStep(
                    checkpoint.id(), checkpoint.step(), WeightFile.read(checkpoints.weights(checkpoint, OTHERS)));
            kept.keep(checkpoint.id(), read);
            return read;
        } catch (IllegalArgumentException unknown) {
            throw unreadable("checkpoint " + checkpoint.id(), unknown);
        }
    }

    private static void check(long parameters) {
        if (parameters > MOST_PARAMETERS) {
            throw new BadRequestException(
                    HttpStatus.CONFLICT,
                    String.format(
                            Locale.ROOT,
                            "expected a network of at most %d weights and biases, got one of %d: a request does not explain"
                                    + " more; nudge.network.Explanation does",
                            MOST_PARAMETERS,
                            parameters));
        }
    }

    private static BadRequestException none() {
        return new BadRequestException(
                HttpStatus.CONFLICT, "there is no checkpoint yet: the first one follows the first labels");
    }

    private static BadRequestException unreadable(String what, IllegalArgumentException reason) {
        return new BadRequestException(
                HttpStatus.CONFLICT,
                "expected " + what + " to be of a kind that this version reads (" + reason.getMessage()
                        + "): ask for another checkpoint");
    }
}
