package nudge.labeller.web.labelling;

import java.util.List;
import nudge.labeller.model.CurrentModel;
import nudge.labeller.queue.TaskQueue;
import nudge.labeller.web.http.Limit;
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
    private final TaskQueue queue;
    private final CurrentModel model;

    TaskApi(TaskQueue queue, CurrentModel model) {
        this.queue = queue;
        this.model = model;
    }

    @GetMapping
    ResponseEntity<List<TaskView>> lease(
            @Limit(usual = 8, most = 100) int count, @RequestParam(defaultValue = "PATH") Pictures pictures) {
        List<TaskView> tasks = queue.lease(count).stream()
                .map(task ->
                        TaskView.of(task, pictures, model.predict(task.pixels()).orElse(null)))
                .toList();
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(tasks);
    }
}
