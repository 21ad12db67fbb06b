package nudge.labeller.web.labelling;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import nudge.labeller.access.Actor;
import nudge.labeller.model.CurrentModel;
import nudge.labeller.model.CurrentModel.Prediction;
import nudge.labeller.queue.Task;
import nudge.labeller.queue.TaskQueue;
import nudge.labeller.queue.TaskQueue.Candidate;
import nudge.labeller.web.blindness.VisibleTraining;
import org.jspecify.annotations.Nullable;

/** Hands out images that the model takes for the same digit. */
final class BulkSheets {
    /** How many waiting images are looked through for those of one digit; as many again while they are too few. */
    private static final int LOOKED_AT = 2_000;

    private static final int LOOKS = 15;

    private final TaskQueue queue;
    private final VisibleTraining training;

    BulkSheets(TaskQueue queue, VisibleTraining training) {
        this.queue = queue;
        this.training = training;
    }

    /** @param checkpoint of the model that was asked; null when there is none yet */
    record Sheet(int digit, @Nullable String checkpoint, List<TaskView> tasks) {}

    /** Leases images that the model takes for the digit, the most doubtful first. */
    Sheet lease(int digit, int count, Pictures pictures, Actor actor) {
        CurrentModel model = training.modelFor(actor);
        boolean blind = training.isHeldBack(actor);
        String checkpoint = model.checkpoint().orElse(null);
        Map<UUID, Prediction> believed = checkpoint == null ? Map.of() : believed(model, digit, count);
        List<UUID> doubtfulFirst = believed.entrySet().stream()
                .sorted(Comparator.comparingDouble(entry -> entry.getValue().confidence()))
                .limit(count)
                .map(Map.Entry::getKey)
                .toList();
        List<TaskView> tasks = queue.lease(doubtfulFirst).stream()
                .map(task -> TaskView.of(blind ? asFresh(task) : task, pictures, believed.get(task.image())))
                .toList();
        return new Sheet(digit, checkpoint, tasks);
    }

    /** Its version would tell whether it has labels. */
    private static Task asFresh(Task task) {
        return new Task(task.image(), 1, task.expires(), task.pixels());
    }

    /** Waiting images that the model takes for the digit: at least {@code enough} when the first 30,000 have so many. */
    private Map<UUID, Prediction> believed(CurrentModel model, int digit, int enough) {
        Map<UUID, Prediction> believed = new HashMap<>();
        Candidate last = Candidate.BEFORE_FIRST;
        for (int look = 0; look < LOOKS && believed.size() < enough; look++) {
            List<Candidate> candidates = queue.candidates(last, LOOKED_AT);
            List<Prediction> predictions =
                    model.predictAll(candidates.stream().map(Candidate::pixels).toList());
            for (int i = 0; i < predictions.size(); i++) {
                if (predictions.get(i).digit() == digit) {
                    believed.put(candidates.get(i).image(), predictions.get(i));
                }
            }
            if (candidates.size() < LOOKED_AT) {
                break;
            }
            last = candidates.get(candidates.size() - 1);
        }
        return believed;
    }
}
