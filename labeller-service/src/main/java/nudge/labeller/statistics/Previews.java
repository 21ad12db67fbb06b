package nudge.labeller.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import nudge.labeller.database.Database;
import nudge.labeller.image.Image;
import nudge.labeller.image.ImageCommand.Reconsider;
import nudge.labeller.image.ImageEvent;
import nudge.labeller.image.ImageEvent.LabelSettled;
import nudge.labeller.image.ImageEvent.LabelUnsettled;
import nudge.labeller.image.ImageProjections;
import nudge.labeller.image.Judgement;
import nudge.labeller.log.SystemActor;
import nudge.labeller.quality.Annotator;
import nudge.labeller.quality.AnnotatorEvent;
import nudge.labeller.quality.AnnotatorEvent.AnnotatorDistrusted;
import nudge.labeller.quality.AnnotatorEvent.AnnotatorTrusted;
import nudge.labeller.quality.QualityEvent;
import nudge.labeller.quality.QualityEvent.PolicySet;
import nudge.labeller.quality.QualityState;
import nudge.labeller.statistics.AnnotatorReport.Change;
import nudge.labeller.statistics.AnnotatorSummary.GoldCount;
import nudge.labeller.statistics.CrowdPreview.Now;
import nudge.labeller.statistics.WeightPreview.ChangedImage;
import nudge.quality.Policy;
import nudge.quality.Trust;
import nudge.quality.simulation.CostPreview;
import nudge.quality.simulation.CostPreview.Labeller;
import org.jspecify.annotations.Nullable;

/** What a decision about the quality of labels would change, before anybody takes it. Stores nothing. Thread-safe. */
public final class Previews {
    private static final int CHUNK = 500;
    /** Of more images that were settled by a crowd, so many are looked at, evenly spread. */
    private static final int MOST_LOOKED_AT = 20_000;

    private static final int DRAWN = 10_000;
    private static final int DIGITS = 10;

    /** As long as nobody has labelled: five people who are right in 19 of 20 answers. */
    private static final List<Labeller> SUPPOSED = List.of(supposed(), supposed(), supposed(), supposed(), supposed());

    private final LabelHistory history;
    private final Database database;
    private final Statistics statistics;

    public Previews(LabelHistory history, Database database, Statistics statistics) {
        this.history = history;
        this.database = database;
        this.statistics = statistics;
    }

    private static Labeller supposed() {
        Trust trust = new Trust(40, 38);
        return new Labeller(1, trust.matrix(DIGITS), trust);
    }

    /** What is known of somebody's labels. */
    private record Theirs(long position, QualityState quality, List<UUID> images, long first) {}

    /**
     * What would change if somebody's labels from a position on had no weight, or had it again.
     *
     * @param trusted whether they would have it
     */
    public WeightPreview weight(UUID annotator, long from, boolean trusted) {
        Theirs theirs = history.read(fold -> new Theirs(
                fold.position(), fold.quality(), fold.imagesLabelledBy(annotator, from), fold.firstLabelBy(annotator)));
        QualityState now = theirs.quality();
        long policy = now.general().policyPosition();
        AnnotatorEvent decision =
                trusted ? new AnnotatorTrusted(from, null, policy) : new AnnotatorDistrusted(from, null, policy);
        QualityState then = now.evolve(annotator, decision, SystemActor.ID, theirs.position() + 1);
        List<ChangedImage> changed = changed(theirs.images(), then, theirs.position() + 2);
        int opened = (int) changed.stream().filter(image -> image.to() == null).count();
        List<Annotator.Answer> answers = now.annotator(annotator).answers().stream()
                .filter(answer -> answer.position() >= from)
                .toList();
        return new WeightPreview(
                theirs.images().size(),
                theirs.images().size(),
                List.copyOf(changed.subList(0, Math.min(WeightPreview.MOST, changed.size()))),
                changed.size() - opened,
                opened,
                new GoldCount(answers.size(), (int)
                        answers.stream().filter(Annotator.Answer::correct).count()),
                suggestedFrom(now.annotator(annotator), theirs.first()));
    }

    /** Where their answers on gold became worse; the first label when they always were bad. */
    private static @Nullable Long suggestedFrom(Annotator annotator, long first) {
        Change change = Flags.change(annotator);
        if (change != null) {
            return change.from();
        }
        return annotator.trust().state() == Trust.State.DISTRUSTED && first > 0 ? first : null;
    }

    /** The images whose digit would be another by a state of the quality. */
    private List<ChangedImage> changed(List<UUID> images, QualityState then, long next) {
        List<ChangedImage> changed = new ArrayList<>();
        for (int begin = 0; begin < images.size(); begin += CHUNK) {
            List<UUID> chunk = images.subList(begin, Math.min(images.size(), begin + CHUNK));
            Map<UUID, Image> states = database.withHandle(handle -> ImageProjections.load(handle, chunk));
            for (UUID id : chunk) {
                Image image = states.get(id);
                if (image == null) {
                    continue;
                }
                Integer digit = image.digit();
                for (ImageEvent event :
                        image.decide(new Reconsider(), SystemActor.ID, null, new Judgement(id, then, next))) {
                    digit = event instanceof LabelSettled settled
                            ? Integer.valueOf(settled.digit())
                            : event instanceof LabelUnsettled ? null : digit;
                }
                if (!Objects.equals(digit, image.digit())) {
                    changed.add(new ChangedImage(id, image.digit(), digit));
                }
            }
        }
        return changed;
    }

    /** What a policy would cost, and which images would be open again. */
    public CrowdPreview policy(Policy policy) {
        QualityState now = history.read(LabelFold::quality);
        PoolFigures pool = statistics.pool();
        List<Labeller> people = people(now);
        double heldOut = pool.images() == 0 ? 0 : pool.heldOut() / (double) pool.images();
        double then = labelsPerImage(policy, people, now, heldOut);
        return new CrowdPreview(
                then,
                new Now(labelsPerImage(now.policy(), people, now, heldOut)),
                pool.open(),
                Math.round(then * pool.open()),
                reopened(policy, now, pool.settledByCrowd()));
    }

    private List<Labeller> people(QualityState quality) {
        List<Labeller> people = statistics.annotators().value().stream()
                .filter(each ->
                        each.labels() > 0 && quality.annotator(each.id()).state() != Trust.State.DISTRUSTED)
                .map(each -> new Labeller(
                        each.labels(),
                        quality.annotator(each.id()).confusionMatrix(),
                        quality.annotator(each.id()).trust()))
                .toList();
        return people.isEmpty() ? SUPPOSED : people;
    }

    private static double labelsPerImage(Policy policy, List<Labeller> people, QualityState quality, double heldOut) {
        if (policy instanceof Policy.Solo) {
            return 1;
        }
        if (policy instanceof Policy.Crowd crowd) {
            double[] shares = quality.general().shares();
            return CostPreview.of(crowd, people, shares, heldOut, DRAWN).labels();
        }
        throw new IllegalStateException("expected the policy solo or crowd, got " + policy);
    }

    /** A policy takes back nothing that was settled under solo, or that an image came with. */
    private int reopened(Policy policy, QualityState now, List<UUID> settledByCrowd) {
        if (settledByCrowd.isEmpty()) {
            return 0;
        }
        int step = (settledByCrowd.size() - 1) / MOST_LOOKED_AT + 1;
        List<UUID> lookedAt = new ArrayList<>();
        for (int i = 0; i < settledByCrowd.size(); i += step) {
            lookedAt.add(settledByCrowd.get(i));
        }
        QualityState then = now.evolve(QualityEvent.STREAM, PolicySet.of(policy), SystemActor.ID, now.position() + 1);
        long opened = changed(lookedAt, then, now.position() + 2).stream()
                .filter(image -> image.to() == null)
                .count();
        return (int) (opened * settledByCrowd.size() / lookedAt.size());
    }
}
