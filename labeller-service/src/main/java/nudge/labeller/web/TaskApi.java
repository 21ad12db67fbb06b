package nudge.labeller.web;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import nudge.labeller.model.CurrentModel;
import nudge.labeller.queue.Task;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The images that wait for a label. */
@RestController
@RequestMapping("/api/tasks")
class TaskApi {
    private static final int MOST = 100;

    private final Parts parts;

    TaskApi(Parts parts) {
        this.parts = parts;
    }

    /** @param png path of the picture */
    record TaskView(
            UUID image,
            int version,
            UUID lease,
            Instant expires,
            String png,
            @Nullable Suggestion suggestion) {}

    record Suggestion(int digit, double confidence, String checkpoint) {}

    @GetMapping
    ResponseEntity<List<TaskView>> lease(@RequestParam(defaultValue = "8") int count) {
        List<TaskView> tasks = parts.queue().lease(Requests.count(count, MOST)).stream()
                .map(task -> view(task, parts.model().predict(task.pixels()).orElse(null)))
                .toList();
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(tasks);
    }

    static TaskView view(Task task, CurrentModel.@Nullable Prediction prediction) {
        return new TaskView(
                task.image(),
                task.version(),
                task.lease(),
                task.expires(),
                "/api/images/" + task.image() + "/png",
                prediction == null
                        ? null
                        : new Suggestion(prediction.digit(), prediction.confidence(), prediction.checkpoint()));
    }
}
