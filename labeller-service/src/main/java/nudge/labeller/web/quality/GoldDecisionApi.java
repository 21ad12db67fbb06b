package nudge.labeller.web.quality;

import java.util.List;
import java.util.UUID;
import nudge.labeller.access.Actor;
import nudge.labeller.image.ImageCommand;
import nudge.labeller.image.ImageRequest;
import nudge.labeller.image.QualityRequest;
import nudge.labeller.image.RefusedException;
import nudge.labeller.image.ReviewReason;
import nudge.labeller.own.OwnLabels;
import nudge.labeller.quality.QualityCommand;
import nudge.labeller.web.http.BadRequestException;
import nudge.labeller.web.quality.QualityDecider.Decided;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What people decide about images whose digit is known. */
@RestController
@RequestMapping("/api/gold/{image}")
class GoldDecisionApi {
    /** How urgent a contest is for reviewers. */
    private static final double SCORE = 0.5;

    private final QualityDecider decider;
    private final OwnLabels labels;

    GoldDecisionApi(QualityDecider decider, OwnLabels labels) {
        this.decider = decider;
        this.labels = labels;
    }

    /** All answers on it are judged anew, and the image itself has this digit. */
    @PostMapping("/correct")
    Decided correct(@PathVariable UUID image, GoldBody body, Actor actor) {
        if (body.digit() == null) {
            throw new BadRequestException("expected the digit that the image shows, got none");
        }
        return decider.decide(List.of(
                new QualityRequest(actor.id(), new QualityCommand.CorrectGold(image, body.digit(), body.reason())),
                new ImageRequest(
                        actor.id(), null, image, null, new ImageCommand.Adjudicate(body.digit(), body.reason()))));
    }

    @PostMapping("/retire")
    Decided retire(@PathVariable UUID image, GoldBody body, Actor actor) {
        return decider.decide(actor, new QualityCommand.RetireGold(image, body.reason()));
    }

    /**
     * Whoever has labelled an image says what it shows. A reviewer hears of it, whatever the image is: the answer does not tell
     * whether its digit is known.
     */
    @PostMapping("/contest")
    Decided contest(@PathVariable UUID image, GoldBody body, Actor actor) {
        if (labels.findById(actor.id(), image.toString().replace("-", ""), 1).isEmpty()) {
            throw new RefusedException(
                    RefusedException.Reason.UNKNOWN, "there is no image " + image + " that you labelled");
        }
        return decider.tell(List.of(
                new QualityRequest(actor.id(), new QualityCommand.ContestGold(image, body.digit(), body.reason())),
                new ImageRequest(
                        actor.id(), null, image, null, new ImageCommand.AskReview(ReviewReason.CONTEST, SCORE))));
    }
}
