package nudge.labeller.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import nudge.labeller.image.ImageRequest;
import nudge.labeller.image.Receipt;
import nudge.labeller.image.RefusedException;
import nudge.labeller.log.GroupCommit;
import nudge.labeller.model.CurrentModel;
import nudge.labeller.model.CurrentModel.Prediction;
import nudge.labeller.queue.TaskQueue;
import nudge.labeller.queue.TaskQueue.Candidate;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Many images at once that the model believes to show the same digit. */
@RestController
@RequestMapping("/api/bulk")
class BulkApi {
    private static final int MOST = 100;
    /** So many images are looked at for those of one digit, and as many again while they are too few. */
    private static final int LOOKED_AT = 2_000;

    private static final int LOOKS = 15;

    private final GroupCommit<ImageRequest, Receipt> log;
    private final TaskQueue queue;
    private final CurrentModel model;

    BulkApi(GroupCommit<ImageRequest, Receipt> log, TaskQueue queue, CurrentModel model) {
        this.log = log;
        this.queue = queue;
        this.model = model;
    }

    /** @param checkpoint whose belief it is; null when there is no model yet */
    record Sheet(int digit, @Nullable String checkpoint, List<TaskApi.TaskView> tasks) {}

    record Refused(UUID image, String detail) {}

    /**
     * What became of a bulk.
     *
     * @param labelled how many were labelled, or lost their label
     * @param position of the last of them in the log; 0 when all were refused
     */
    record Confirmed(int labelled, long position, List<Refused> refused) {}

    /** Leases images that the model takes for the digit, the most doubtful first. */
    @GetMapping
    ResponseEntity<Sheet> lease(
            @RequestParam int digit,
            @RequestParam(defaultValue = "40") int count,
            @RequestParam(defaultValue = "PATH") TaskApi.Pictures pictures) {
        if (digit < 0 || digit > 9) {
            throw new BadRequestException("expected digit to be from 0 to 9, got " + digit);
        }
        Requests.count(count, MOST);
        String checkpoint = model.checkpoint().orElse(null);
        Map<UUID, Prediction> believed = checkpoint == null ? Map.of() : believed(digit, count);
        List<UUID> doubtfulFirst = believed.entrySet().stream()
                .sorted(Comparator.comparingDouble(entry -> entry.getValue().confidence()))
                .limit(count)
                .map(Map.Entry::getKey)
                .toList();
        List<TaskApi.TaskView> tasks = queue.lease(doubtfulFirst).stream()
                .map(task -> TaskApi.view(task, pictures, believed.get(task.image())))
                .toList();
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(new Sheet(digit, checkpoint, tasks));
    }

    /** Waiting images that the model takes for the digit: at least {@code enough} when the first 30,000 have so many. */
    private Map<UUID, Prediction> believed(int digit, int enough) {
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

    /**
     * Labels all of them in one transaction, or takes labels back, whose digit is null; one that is refused does not hold up
     * the others.
     */
    @PostMapping
    Confirmed confirm(HttpServletRequest request) throws IOException {
        List<Requests.BulkLabel> labels = Requests.bulk(request, MOST);
        String key = Requests.key(request);
        List<CompletableFuture<Receipt>> receipts = log.submitAll(labels.stream()
                .map(label -> new ImageRequest(
                        Requests.actor(request).id(),
                        key == null ? null : key + "/" + label.image(),
                        label.image(),
                        label.version(),
                        label.command()))
                .toList());
        long position = 0;
        List<Refused> refused = new ArrayList<>();
        for (int i = 0; i < receipts.size(); i++) {
            try {
                position = Math.max(position, Requests.durable(receipts.get(i)).position());
            } catch (RefusedException refusal) {
                refused.add(new Refused(labels.get(i).image(), refusal.getMessage()));
            }
        }
        return new Confirmed(labels.size() - refused.size(), position, refused);
    }
}
