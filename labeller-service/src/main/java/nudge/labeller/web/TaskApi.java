package nudge.labeller.web;

import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import nudge.labeller.image.Png;
import nudge.labeller.model.CurrentModel;
import nudge.labeller.queue.Task;
import nudge.labeller.queue.TaskQueue;
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

    private final TaskQueue queue;
    private final CurrentModel model;

    TaskApi(TaskQueue queue, CurrentModel model) {
        this.queue = queue;
        this.model = model;
    }

    /** @param png address of the picture: its path, or all of it in a data: URL */
    record TaskView(
            UUID image,
            int version,
            UUID lease,
            Instant expires,
            String png,
            @Nullable Suggestion suggestion) {}

    record Suggestion(int digit, double confidence, String checkpoint) {}

    /** How tasks tell their pictures. */
    enum Pictures {
        /** By a path: the picture is another request. */
        PATH,
        /** In the answer itself: whoever has it can show it, whatever becomes of the network. */
        INLINE;

        private String of(Task task) {
            return this == PATH
                    ? "/api/images/" + task.image() + "/png"
                    : "data:image/png;base64," + Base64.getEncoder().encodeToString(Png.write(task.pixels()));
        }
    }

    @GetMapping
    ResponseEntity<List<TaskView>> lease(
            @RequestParam(defaultValue = "8") int count, @RequestParam(defaultValue = "PATH") Pictures pictures) {
        List<TaskView> tasks = queue.lease(Requests.count(count, MOST)).stream()
                .map(task -> view(task, pictures, model.predict(task.pixels()).orElse(null)))
                .toList();
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(tasks);
    }

    static TaskView view(Task task, Pictures pictures, CurrentModel.@Nullable Prediction prediction) {
        return new TaskView(
                task.image(),
                task.version(),
                task.lease(),
                task.expires(),
                pictures.of(task),
                prediction == null
                        ? null
                        : new Suggestion(prediction.digit(), prediction.confidence(), prediction.checkpoint()));
    }
}
