package nudge.labeller.web.quality;

import nudge.labeller.statistics.AgreementReport;
import nudge.labeller.statistics.CrowdPreview;
import nudge.labeller.statistics.Previews;
import nudge.labeller.statistics.QualityReport;
import nudge.labeller.statistics.Statistics;
import nudge.labeller.statistics.Statistics.AsOf;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** How good the labels are as a whole. */
@RestController
@RequestMapping("/api")
class QualityApi {
    private final Statistics statistics;
    private final Previews previews;

    QualityApi(Statistics statistics, Previews previews) {
        this.statistics = statistics;
        this.previews = previews;
    }

    @GetMapping("/quality")
    ResponseEntity<QualityReport> quality() {
        return AnnotatorApi.answer(statistics.quality());
    }

    @GetMapping("/agreement")
    ResponseEntity<AgreementReport> agreement() {
        AgreementReport report = statistics.agreement();
        return AnnotatorApi.answer(new AsOf<>(report.position(), report));
    }

    /** What a policy would cost, and which images it would open again. Changes nothing. */
    @PostMapping("/quality/policy/preview")
    CrowdPreview preview(PolicyBody body) {
        return previews.policy(body.policy());
    }
}
