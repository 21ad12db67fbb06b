package nudge.labeller.web.labelling;

import java.util.List;
import java.util.UUID;
import nudge.labeller.image.ImageQueries;
import nudge.labeller.image.OpenImages;
import nudge.labeller.web.http.AsOf;
import nudge.labeller.web.http.Limit;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The queue as reviewers see it: nothing is handed out. */
@RestController
class QueueApi {
    private final ImageQueries images;

    QueueApi(ImageQueries images) {
        this.images = images;
    }

    /** @param position of the log that it shows */
    record QueueView(long position, long waiting, long secondOpinions, List<OpenImage> images) {}

    /** @param position of its last event */
    record OpenImage(UUID image, int labels, int skips, long position, String png) {
        static OpenImage of(OpenImages.Open open) {
            return new OpenImage(
                    open.image(), open.labels(), open.skips(), open.position(), ImageApi.pngOf(open.image()));
        }
    }

    /** The images that wait for a label, in order; how many wait; and how many of them for a second opinion. */
    @GetMapping("/api/queue")
    QueueView queue(@Nullable AsOf at, @Limit(usual = 60, most = 200) int limit) {
        OpenImages open = at == null ? images.open(limit) : images.open(at.position(), limit);
        return new QueueView(
                open.position(),
                open.waiting(),
                open.secondOpinions(),
                open.first().stream().map(OpenImage::of).toList());
    }
}
