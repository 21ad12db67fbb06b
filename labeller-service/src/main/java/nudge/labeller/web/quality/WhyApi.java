package nudge.labeller.web.quality;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import nudge.labeller.access.Access;
import nudge.labeller.consensus.Explanation;
import nudge.labeller.consensus.Explanations;
import nudge.labeller.image.RefusedException;
import nudge.labeller.web.http.AsOf;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Why images have their labels. */
@RestController
@RequestMapping("/api/images/{id}/why")
class WhyApi {
    private final Explanations explanations;
    private final Access access;

    WhyApi(Explanations explanations, Access access) {
        this.explanations = explanations;
        this.access = access;
    }

    /** @param position of the event that set it; 0 for the default */
    record PolicyView(String name, long position) {}

    /** @param name null when they were deleted */
    record OpinionView(
            UUID actor,
            @Nullable String name,
            int digit,
            long position,
            double trust,
            boolean counts,
            List<Double> weights) {}

    /**
     * @param digit null when none is settled
     * @param basis single, posterior, adjudicated or import; null when none is settled
     * @param estimate whose weights were used; 0 for none
     * @param posterior how probable each digit is: [10]
     * @param text one sentence for people
     */
    record WhyView(
            UUID image,
            @Nullable Integer digit,
            @Nullable String basis,
            double confidence,
            PolicyView policy,
            long estimate,
            List<Double> posterior,
            List<OpinionView> labels,
            String text) {}

    @GetMapping
    WhyView why(@PathVariable UUID id, @Nullable AsOf at) {
        Explanation why = (at == null ? explanations.of(id) : explanations.of(id, at.position()))
                .orElseThrow(() -> new RefusedException(
                        RefusedException.Reason.UNKNOWN,
                        "there is no image " + id
                                + (at == null ? "" : " at position " + at.position() + " of the log")));
        Set<UUID> ids = new HashSet<>();
        why.labels().forEach(label -> ids.add(label.actor()));
        if (why.adjudicatedBy() != null) {
            ids.add(why.adjudicatedBy());
        }
        Map<UUID, String> names = access.people().names(ids);
        return new WhyView(
                id,
                why.digit(),
                why.basis() == null ? null : why.basis().wire(),
                why.confidence(),
                new PolicyView(why.policyName(), why.policyPosition()),
                why.estimate(),
                why.posterior(),
                why.labels().stream()
                        .map(label -> new OpinionView(
                                label.actor(),
                                names.get(label.actor()),
                                label.digit(),
                                label.position(),
                                label.trust(),
                                label.counts(),
                                label.weights()))
                        .toList(),
                WhyText.of(why, names));
    }
}
