package nudge.labeller.web.labelling;

import java.util.List;
import java.util.UUID;
import nudge.labeller.image.Image;
import nudge.labeller.image.ImageQueries;
import nudge.labeller.image.RefusedException;
import nudge.labeller.image.RefusedException.Reason;
import nudge.labeller.web.http.AsOf;
import nudge.labeller.web.labelling.ImageApi.HistoryEvent;
import nudge.labeller.web.labelling.ImageApi.ImageView;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Images as they were at a position of the log: the answers of {@link ImageApi} to reviewers, equal to what was answered then. */
@RestController
@RequestMapping(path = "/api/images", params = "at")
class PastImageApi {
    private final ImageQueries images;

    PastImageApi(ImageQueries images) {
        this.images = images;
    }

    @GetMapping("/{id}")
    ImageView state(@PathVariable UUID id, AsOf at) {
        Image image = images.snapshot(at.position()).image(id).orElseThrow(() -> unknown(id, at));
        return ImageApi.view(id, image);
    }

    @GetMapping("/{id}/history")
    List<HistoryEvent> history(@PathVariable UUID id, AsOf at) {
        List<HistoryEvent> events = images.history(id).stream()
                .filter(event -> event.position() <= at.position())
                .map(HistoryEvent::of)
                .toList();
        if (events.isEmpty()) {
            throw unknown(id, at);
        }
        return events;
    }

    private static RefusedException unknown(UUID id, AsOf at) {
        return new RefusedException(
                Reason.UNKNOWN, "there is no image " + id + " at position " + at.position() + " of the log");
    }
}
