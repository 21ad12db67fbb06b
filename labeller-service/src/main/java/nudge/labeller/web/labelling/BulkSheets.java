package nudge.labeller.web.labelling;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import nudge.labeller.access.Actor;
import nudge.labeller.model.CurrentModel;
import nudge.labeller.model.CurrentModel.Prediction;
import nudge.labeller.quality.QualityQueries;
import nudge.labeller.quality.QualityState;
import nudge.labeller.queue.CrowdQueue;
import nudge.labeller.queue.Handout;
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
    private final QualityQueries quality;
    private final CrowdQueue crowd;
    private final NoWeight noWeight;

    BulkSheets(TaskQueue queue, VisibleTraining training, QualityQueries quality, CrowdQueue crowd, NoWeight noWeight) {
        this.queue = queue;
        this.training = training;
        this.quality = quality;
        this.crowd = crowd;
        this.noWeight = noWeight;
    }

    /** @param checkpoint of the model that was asked; null when there is none yet */
    record Sheet(int digit, @Nullable String checkpoint, List<TaskView> tasks) {}

    /** Leases images that the model takes for the digit, the most doubtful first. */
    Sheet lease(Actor actor, int digit, int count, Pictures pictures) {
        QualityState now = quality.recent();
        noWeight.check(actor, now);
        CurrentModel model = training.modelFor(actor);
        String checkpoint = model.checkpoint().orElse(null);
        Map<UUID, Prediction> believed = checkpoint == null ? Map.of() : believed(model, digit, count);
        List<UUID> doubtfulFirst = believed.entrySet().stream()
                .sorted(Comparator.comparingDouble(entry -> entry.getValue().confidence()))
                .limit(count)
                .map(Map.Entry::getKey)
                .toList();
        List<Handout> handouts = now.crowd()
                ? crowd.leaseSheet(actor.id(), digit, doubtfulFirst, now, model)
                : queue.lease(doubtfulFirst).stream()
                        .map(task -> new Handout(task, believed.get(task.image())))
                        .toList();
        List<TaskView> tasks = handouts.stream()
                .map(handout -> TaskView.of(handout.task(), pictures, handout.suggestion()))
                .toList();
        return new Sheet(digit, checkpoint, tasks);
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
