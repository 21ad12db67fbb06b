package nudge.labeller.web.training;

import java.util.List;
import java.util.Optional;
import nudge.events.CheckpointPublished;
import nudge.labeller.access.Actor;
import nudge.labeller.model.History;
import nudge.labeller.model.StoredCheckpoints;
import nudge.labeller.web.blindness.VisibleTraining;
import nudge.labeller.web.http.Limit;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The model: its checkpoints and its accuracy. */
@RestController
@RequestMapping("/api")
class ModelApi {
    private final History history;
    private final StoredCheckpoints stored;
    private final CheckpointReader checkpoints;
    private final VisibleTraining training;

    ModelApi(History history, StoredCheckpoints stored, CheckpointReader checkpoints, VisibleTraining training) {
        this.history = history;
        this.stored = stored;
        this.checkpoints = checkpoints;
        this.training = training;
    }

    @GetMapping("/checkpoints")
    List<CheckpointView> checkpoints(@Limit(usual = 50, most = 1000) int limit, Actor actor) {
        if (training.isHeldBack(actor)) {
            return BlindViews.checkpoint(training.view()).stream().toList();
        }
        return history.checkpoints(limit).stream().map(this::view).toList();
    }

    @GetMapping("/checkpoints/{id}")
    CheckpointView checkpoint(@PathVariable String id, Actor actor) {
        if (training.isHeldBack(actor)) {
            return BlindViews.checkpoint(training.view())
                    .filter(known -> known.id().equals(id))
                    .orElseThrow(() -> CheckpointReader.unknown(id));
        }
        CheckpointPublished checkpoint = checkpoints.find(id);
        return CheckpointView.of(
                checkpoint,
                history.accuracyOf(id)
                        .or(() -> history.checkpoint(id).isPresent()
                                ? Optional.empty()
                                : CheckpointReader.fromKafka(() -> stored.accuracyOf(checkpoint))));
    }

    /** The curve: all recent measurements, and fewer old ones. */
    @GetMapping("/accuracy")
    List<AccuracyView> accuracy(@Limit(usual = 500, most = 20_000) int limit, Actor actor) {
        if (training.isHeldBack(actor)) {
            return BlindViews.accuracy(training.view(), limit);
        }
        return history.accuracyCurve(limit).stream().map(AccuracyView::of).toList();
    }

    private CheckpointView view(CheckpointPublished checkpoint) {
        return CheckpointView.of(checkpoint, history.accuracyOf(checkpoint.id()));
    }
}
