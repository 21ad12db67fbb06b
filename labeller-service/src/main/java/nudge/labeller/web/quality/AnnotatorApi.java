package nudge.labeller.web.quality;

import java.util.List;
import java.util.UUID;
import nudge.labeller.access.Actor;
import nudge.labeller.statistics.AnnotatorReport;
import nudge.labeller.statistics.AnnotatorSummary;
import nudge.labeller.statistics.OwnReport;
import nudge.labeller.statistics.Previews;
import nudge.labeller.statistics.Statistics;
import nudge.labeller.statistics.Statistics.AsOf;
import nudge.labeller.statistics.WeightPreview;
import nudge.labeller.web.http.BadRequestException;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What is known of those who label. */
@RestController
@RequestMapping("/api")
class AnnotatorApi {
    /** All events up to this position are in the answer. */
    static final String POSITION = "Nudge-Position";

    private final Statistics statistics;
    private final Previews previews;

    AnnotatorApi(Statistics statistics, Previews previews) {
        this.statistics = statistics;
        this.previews = previews;
    }

    static <T> ResponseEntity<T> answer(AsOf<T> found) {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .header(POSITION, String.valueOf(found.position()))
                .body(found.value());
    }

    /** Everybody who has labelled, those with the most labels first. */
    @GetMapping("/annotators")
    ResponseEntity<List<AnnotatorSummary>> annotators() {
        return answer(statistics.annotators());
    }

    @GetMapping("/annotators/{id}")
    ResponseEntity<AnnotatorReport> annotator(@PathVariable UUID id) {
        return answer(statistics
                .annotator(id)
                .orElseThrow(() -> new BadRequestException(
                        HttpStatus.NOT_FOUND,
                        "expected the id of somebody who has labelled, got " + id
                                + ": GET /api/annotators names them")));
    }

    /** What people may know of themselves. */
    @GetMapping("/me/quality")
    ResponseEntity<OwnReport> own(Actor actor) {
        return answer(statistics.own(actor.id()));
    }

    /** What would change if somebody were distrusted, or trusted again. Changes nothing. */
    @PostMapping("/annotators/{id}/preview")
    WeightPreview preview(@PathVariable UUID id, WeightBody body) {
        return previews.weight(id, body.from(), body.trusted());
    }
}
