package nudge.labeller.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import nudge.events.Basis;
import nudge.events.Split;
import nudge.labeller.image.ImageEvent.LabelSettled;
import nudge.labeller.image.ImageEvent.LabelUnsettled;
import nudge.labeller.image.ImageEvent.ReviewAsked;
import nudge.labeller.image.ImageEvent.ReviewClosed;
import nudge.labeller.quality.Annotator;
import nudge.labeller.quality.QualityState;
import nudge.quality.CrowdSetting;
import nudge.quality.Policy;
import nudge.quality.Posterior;
import nudge.quality.Posterior.Vote;
import nudge.quality.Settlement;
import nudge.quality.Settlement.Decision;
import nudge.quality.Settlement.WeighedLabel;
import org.jspecify.annotations.Nullable;

/** What the labels of an image come to, by the policy and by the weights of those who gave them. Pure. */
public final class Consensus {
    private Consensus() {}

    /**
     * What follows for an image whose labels, or whose annotators' weights, have changed.
     *
     * @param labelled whether a label came or went: then what was settled under solo is looked at as well
     * @return the events, perhaps none
     */
    static List<ImageEvent> of(Image image, Judgement judgement, boolean labelled) {
        if (image.split() == null
                || image.rejected()
                || image.putAside()
                || image.verdict().adjudication() != null) {
            return List.of();
        }
        if (image.verdict().basis() == Basis.IMPORT && !image.labels().isEmpty()) {
            return List.of();
        }
        Integer imported = image.verdict().imported();
        if (judgement.crowd() && imported != null && image.digit() == null) {
            return List.of(new LabelSettled(
                    imported, 1.0, image.presentSplit(), judgement.policy(), Basis.IMPORT, judgement.estimate()));
        }
        if (!judgement.crowd()) {
            return bySingle(image, judgement);
        }
        boolean settledAlone = image.verdict().basis() == Basis.SINGLE && !labelled;
        if (settledAlone && image.digit() != null && image.digit().equals(latest(image, judgement.quality()))) {
            return List.of();
        }
        return byPosterior(image, judgement);
    }

    /** The digit of the latest label that has weight, or null. */
    static @Nullable Integer latest(Image image, QualityState quality) {
        Integer latest = null;
        for (Map.Entry<UUID, GivenLabel> label : image.labels().entrySet()) {
            if (quality.counts(label.getKey(), label.getValue().position())) {
                latest = label.getValue().digit();
            }
        }
        return latest;
    }

    private static List<ImageEvent> bySingle(Image image, Judgement judgement) {
        Integer latest = latest(image, judgement.quality());
        if (latest == null) {
            return image.digit() == null ? List.of() : List.of(new LabelUnsettled(image.presentSplit()));
        }
        return latest.equals(image.digit())
                ? List.of()
                : List.of(new LabelSettled(
                        latest, 1.0, image.presentSplit(), judgement.policy(), Basis.SINGLE, judgement.estimate()));
    }

    private static List<ImageEvent> byPosterior(Image image, Judgement judgement) {
        List<ImageEvent> events = new ArrayList<>();
        Decision decision = decision(image, judgement.image(), judgement.quality());
        if (decision instanceof Decision.Settled settled) {
            if (image.digit() == null || image.digit() != settled.digit()) {
                events.add(new LabelSettled(
                        settled.digit(),
                        settled.posterior(),
                        image.presentSplit(),
                        judgement.policy(),
                        Basis.POSTERIOR,
                        judgement.estimate()));
            }
            return events;
        }
        if (image.digit() != null) {
            events.add(new LabelUnsettled(image.presentSplit()));
        }
        ReviewReason review = image.verdict().review();
        if (decision instanceof Decision.Open) {
            if (review == ReviewReason.DISPUTE) {
                events.add(new ReviewClosed());
            }
            return events;
        }
        if (decision instanceof Decision.Disputed disputed) {
            if (review == null || !review.blocks()) {
                events.add(new ReviewAsked(ReviewReason.DISPUTE, 1 - disputed.posterior()));
            }
            return events;
        }
        throw new IllegalStateException("expected settled, open or disputed, got " + decision);
    }

    /**
     * What the labels of an image come to under the policy crowd, by the weights of now.
     *
     * @throws IllegalStateException when the policy is another
     */
    public static Decision decision(Image image, UUID id, QualityState quality) {
        if (!(quality.policy() instanceof Policy.Crowd crowd)) {
            throw new IllegalStateException("expected the policy crowd, got " + quality.policy());
        }
        return Settlement.decide(
                crowd,
                new Settlement.Image(
                        quality.general().shares(),
                        weighed(image, quality),
                        image.digit(),
                        image.split() == Split.HELD_OUT,
                        share(id) < crowd.value(CrowdSetting.DOUBLED)));
    }

    /** How probable each digit is, by the labels that have weight. */
    public static Posterior posterior(Image image, QualityState quality) {
        return Posterior.of(
                quality.general().shares(),
                weighed(image, quality).stream()
                        .map(label -> new Vote(label.digit(), label.matrix()))
                        .toList());
    }

    /** The labels that have weight. */
    public static List<WeighedLabel> weighed(Image image, QualityState quality) {
        List<WeighedLabel> weighed = new ArrayList<>();
        image.labels().forEach((id, label) -> {
            Annotator annotator = quality.annotator(id);
            if (annotator.counts(label.position())) {
                weighed.add(new WeighedLabel(label.digit(), annotator.confusionMatrix(), annotator.trust()));
            }
        });
        return weighed;
    }

    /** From 0 to 1, fixed for an image, and independent of what its place in the queue and its split come from. */
    private static double share(UUID image) {
        long bits = image.getMostSignificantBits() * 0x9E3779B97F4A7C15L;
        bits = (bits ^ (bits >>> 32)) * 0xBF58476D1CE4E5B9L;
        return (bits >>> 11) * 0x1p-53;
    }
}
