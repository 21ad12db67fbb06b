package nudge.labeller.web.labelling;

import java.util.List;
import nudge.labeller.access.Actor;
import nudge.labeller.model.CurrentModel;
import nudge.labeller.quality.QualityQueries;
import nudge.labeller.quality.QualityState;
import nudge.labeller.queue.CrowdQueue;
import nudge.labeller.queue.Handout;
import nudge.labeller.queue.TaskQueue;
import nudge.labeller.web.blindness.VisibleTraining;
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
    private final VisibleTraining training;
    private final QualityQueries quality;
    private final CrowdQueue crowd;
    private final NoWeight noWeight;

    TaskApi(TaskQueue queue, VisibleTraining training, QualityQueries quality, CrowdQueue crowd, NoWeight noWeight) {
        this.queue = queue;
        this.training = training;
        this.quality = quality;
        this.crowd = crowd;
        this.noWeight = noWeight;
    }

    @GetMapping
    ResponseEntity<List<TaskView>> lease(
            @Limit(usual = 8, most = 100) int count,
            @RequestParam(defaultValue = "PATH") Pictures pictures,
            Actor actor) {
        CurrentModel model = training.modelFor(actor);
        QualityState recent = quality.recent();
        QualityState now = recent.crowd() ? quality.state() : recent;
        noWeight.check(actor, now);
        List<Handout> handouts = now.crowd() ? crowd.lease(actor.id(), count, now, model) : alone(count, model);
        List<TaskView> tasks = handouts.stream()
                .map(handout -> TaskView.of(handout.task(), pictures, handout.suggestion()))
                .toList();
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(tasks);
    }

    private List<Handout> alone(int count, CurrentModel model) {
        return queue.lease(count).stream()
                .map(task -> new Handout(task, model.predict(task.pixels()).orElse(null)))
                .toList();
    }
}
