package nudge.labeller.web.quality;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import nudge.labeller.access.Access;
import nudge.labeller.access.Actor;
import nudge.labeller.consensus.PastReviews;
import nudge.labeller.consensus.Reviews;
import nudge.labeller.consensus.Reviews.Waiting;
import nudge.labeller.image.Consensus;
import nudge.labeller.image.Image;
import nudge.labeller.image.ImageCommand.AskReview;
import nudge.labeller.image.ImageQueries;
import nudge.labeller.image.ImageRequest;
import nudge.labeller.image.LogRequest;
import nudge.labeller.image.Receipt;
import nudge.labeller.image.RefusedException;
import nudge.labeller.image.ReviewReason;
import nudge.labeller.log.GroupCommit;
import nudge.labeller.model.CurrentModel;
import nudge.labeller.model.CurrentModel.Prediction;
import nudge.labeller.quality.Annotator;
import nudge.labeller.quality.PastQuality;
import nudge.labeller.quality.QualityQueries;
import nudge.labeller.quality.QualityState;
import nudge.labeller.web.http.AsOf;
import nudge.labeller.web.http.BadRequestException;
import nudge.labeller.web.http.Limit;
import nudge.quality.Posterior;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The images that wait for a reviewer, and how suspicious ones get there. */
@RestController
@RequestMapping("/api/review")
class ReviewApi {
    private final GroupCommit<LogRequest, Receipt> log;
    private final Reviews reviews;
    private final QualityQueries quality;
    private final CurrentModel model;
    private final Access access;
    private final ImageQueries pool;
    private final PastQuality past;

    ReviewApi(
            GroupCommit<LogRequest, Receipt> log,
            Reviews reviews,
            QualityQueries quality,
            CurrentModel model,
            Access access,
            ImageQueries pool,
            PastQuality past) {
        this.log = log;
        this.reviews = reviews;
        this.quality = quality;
        this.model = model;
        this.access = access;
        this.pool = pool;
        this.past = past;
    }

    /** @param name null when they were deleted */
    record LabelView(UUID actor, @Nullable String name, int digit, long position, double trust, boolean counts) {}

    record ModelView(int digit, double confidence, String checkpoint) {}

    /**
     * @param digit the settled label, or null
     * @param posterior how probable each digit is, by the labels that count and the weights of now: [10]
     * @param model what it sees, or null while there is none
     */
    record ReviewView(
            UUID image,
            String png,
            String reason,
            double score,
            @Nullable Integer digit,
            List<Double> posterior,
            List<LabelView> labels,
            @Nullable ModelView model) {}

    record ReviewList(long waiting, Map<String, Long> byReason, List<ReviewView> images) {}

    /** @param asked images that wait for a reviewer now, and did not before */
    record Asked(int asked) {}

    @GetMapping
    ReviewList waiting(
            @RequestParam(required = false) @Nullable String reason,
            @Limit(usual = 20, most = 200) int limit,
            @Nullable AsOf at) {
        if (at != null) {
            PastReviews then = PastReviews.of(pool, at.position(), reason(reason), limit);
            // What the model of then saw is not in the log.
            return list(then.waiting(), then.counts(), past.state(at.position()), List.of());
        }
        List<Waiting> waiting = reviews.waiting(reason(reason), limit);
        return list(
                waiting,
                reviews.counts(),
                quality.state(),
                model.predictAll(waiting.stream().map(Waiting::pixels).toList()));
    }

    private ReviewList list(
            List<Waiting> waiting, Map<ReviewReason, Long> counts, QualityState now, List<Prediction> predictions) {
        Map<UUID, String> names = names(waiting);
        List<ReviewView> images = new ArrayList<>();
        for (int i = 0; i < waiting.size(); i++) {
            images.add(view(waiting.get(i), now, names, i < predictions.size() ? predictions.get(i) : null));
        }
        Map<String, Long> byReason = new LinkedHashMap<>();
        for (ReviewReason each : ReviewReason.values()) {
            byReason.put(each.wire(), counts.getOrDefault(each, 0L));
        }
        return new ReviewList(
                byReason.values().stream().mapToLong(Long::longValue).sum(), byReason, images);
    }

    private static @Nullable ReviewReason reason(@Nullable String wire) {
        try {
            return wire == null || wire.isEmpty() ? null : ReviewReason.of(wire);
        } catch (IllegalArgumentException unknown) {
            throw new BadRequestException(String.valueOf(unknown.getMessage()));
        }
    }

    private Map<UUID, String> names(List<Waiting> waiting) {
        Set<UUID> ids = new HashSet<>();
        waiting.forEach(image -> ids.addAll(image.state().labels().keySet()));
        return access.people().names(ids);
    }

    private static ReviewView view(
            Waiting waiting, QualityState quality, Map<UUID, String> names, @Nullable Prediction prediction) {
        Image image = waiting.state();
        List<LabelView> labels = new ArrayList<>();
        image.labels().forEach((actor, label) -> {
            Annotator annotator = quality.annotator(actor);
            labels.add(new LabelView(
                    actor,
                    names.get(actor),
                    label.digit(),
                    label.position(),
                    annotator.trust().value(),
                    annotator.counts(label.position())));
        });
        return new ReviewView(
                waiting.image(),
                "/api/images/" + waiting.image() + "/png",
                waiting.reason().wire(),
                waiting.score(),
                image.digit(),
                posterior(image, quality),
                labels,
                prediction == null
                        ? null
                        : new ModelView(prediction.digit(), prediction.confidence(), prediction.checkpoint()));
    }

    private static List<Double> posterior(Image image, QualityState quality) {
        Posterior posterior = Consensus.posterior(image, quality);
        return IntStream.range(0, posterior.classes())
                .mapToObj(posterior::probability)
                .toList();
    }

    /** Those that wait already, and those that a reviewer has decided, are passed over. */
    @PostMapping
    Asked ask(ReviewBody body, Actor actor) {
        Map<UUID, Image> states = reviews.states(
                body.images().stream().map(ReviewBody.Suspect::image).toList());
        List<LogRequest> requests = new ArrayList<>();
        for (ReviewBody.Suspect suspect : body.images()) {
            Image image = states.get(suspect.image());
            if (image == null) {
                throw new BadRequestException("expected images of this Nudge, got " + suspect.image());
            }
            if (image.verdict().adjudication() == null) {
                requests.add(new ImageRequest(
                        actor.id(), null, suspect.image(), null, new AskReview(ReviewReason.MODEL, suspect.score())));
            }
        }
        int asked = 0;
        for (CompletableFuture<Receipt> answer : log.submitAll(requests)) {
            asked += isDone(answer) ? 1 : 0;
        }
        return new Asked(asked);
    }

    private static boolean isDone(CompletableFuture<Receipt> answer) {
        try {
            GroupCommit.durable(answer);
            return true;
        } catch (RefusedException refused) {
            if (refused.reason() == RefusedException.Reason.CONFLICT) {
                return false;
            }
            throw refused;
        }
    }
}
