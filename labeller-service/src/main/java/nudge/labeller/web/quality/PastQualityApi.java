package nudge.labeller.web.quality;

import java.util.List;
import java.util.UUID;
import nudge.labeller.access.Actor;
import nudge.labeller.statistics.AgreementReport;
import nudge.labeller.statistics.AnnotatorReport;
import nudge.labeller.statistics.AnnotatorSummary;
import nudge.labeller.statistics.OwnReport;
import nudge.labeller.statistics.PastStatistics;
import nudge.labeller.statistics.QualityReport;
import nudge.labeller.statistics.Statistics;
import nudge.labeller.web.http.AsOf;
import nudge.labeller.web.http.BadRequestException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The answers of {@link QualityApi} and {@link AnnotatorApi} as they were at a position of the log. */
@RestController
@RequestMapping(path = "/api", params = "at")
class PastQualityApi {
    private final PastStatistics statistics;

    PastQualityApi(PastStatistics statistics) {
        this.statistics = statistics;
    }

    @GetMapping("/quality")
    ResponseEntity<QualityReport> quality(AsOf at) {
        return AnnotatorApi.answer(statistics.quality(at.position()));
    }

    @GetMapping("/agreement")
    ResponseEntity<AgreementReport> agreement(AsOf at) {
        AgreementReport report = statistics.agreement(at.position());
        return AnnotatorApi.answer(new Statistics.AsOf<>(at.position(), report));
    }

    @GetMapping("/annotators")
    ResponseEntity<List<AnnotatorSummary>> annotators(AsOf at) {
        return AnnotatorApi.answer(statistics.annotators(at.position()));
    }

    @GetMapping("/annotators/{id}")
    ResponseEntity<AnnotatorReport> annotator(@PathVariable UUID id, AsOf at) {
        return AnnotatorApi.answer(statistics
                .annotator(id, at.position())
                .orElseThrow(() -> new BadRequestException(
                        HttpStatus.NOT_FOUND,
                        "expected the id of somebody who had labelled by position " + at.position()
                                + " of the log, got " + id + ": GET /api/annotators?at=" + at.position()
                                + " names them")));
    }

    @GetMapping("/me/quality")
    ResponseEntity<OwnReport> own(Actor actor, AsOf at) {
        return AnnotatorApi.answer(statistics.own(actor.id(), at.position()));
    }
}
