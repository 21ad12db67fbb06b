package nudge.labeller.quality;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import nudge.labeller.quality.AnnotatorEvent.AnnotatorDistrusted;
import nudge.labeller.quality.AnnotatorEvent.AnnotatorTrusted;
import nudge.labeller.quality.AnnotatorEvent.GoldAnswered;
import nudge.labeller.quality.AnnotatorEvent.GoldVoided;
import nudge.labeller.quality.QualityEvent.ConsensusEstimated;
import nudge.labeller.quality.QualityEvent.GoldChosen;
import nudge.labeller.quality.QualityEvent.GoldContested;
import nudge.labeller.quality.QualityEvent.GoldCorrected;
import nudge.labeller.quality.QualityEvent.GoldRetired;
import nudge.labeller.quality.QualityEvent.PolicySet;
import nudge.labeller.quality.QualityEvent.RecomputeBegan;
import nudge.labeller.quality.QualityEvent.RecomputeFinished;
import nudge.quality.Policy;
import org.jspecify.annotations.Nullable;

/**
 * Everything that decisions about labels rest on, as of a position of the log: a fold of the events of annotators and of the
 * quality of all labels. Immutable; {@link #evolve} is pure. Long because what follows from all of them stands together.
 *
 * @param position of the last of these events; 0 when there is none
 * @param general what belongs to no annotator and no image
 * @param annotators those of whom something is known
 * @param gold images whose digit is known, the retired ones included
 */
public record QualityState(long position, General general, Map<UUID, Annotator> annotators, Map<UUID, GoldImage> gold) {
    /** Before the first event: the policy is solo. */
    public static final QualityState NONE =
            new QualityState(0, new General(0, "solo", Map.of(), 0, 0, even(), List.of(), null), Map.of(), Map.of());

    /**
     * What belongs to no annotator and no image.
     *
     * @param version number of the events of {@link QualityEvent#STREAM}
     * @param policyName solo or crowd
     * @param settings of the policy
     * @param policyPosition of the event that set it; 0 for the default
     * @param estimate the number of the latest estimate; 0 for none
     * @param classShares how common each digit is, by that estimate
     * @param due what images have to be looked at again for, in the order of the log
     * @param last recomputation that was finished
     */
    public record General(
            int version,
            String policyName,
            Map<String, Double> settings,
            long policyPosition,
            long estimate,
            List<Double> classShares,
            List<Due> due,
            @Nullable RecomputeFinished last) {
        public General {
            settings = Map.copyOf(settings);
            classShares = List.copyOf(classShares);
            due = List.copyOf(due);
        }

        /** How common each digit is, as formulas take it: [10]. */
        public double[] shares() {
            return classShares.stream().mapToDouble(Double::doubleValue).toArray();
        }

        Policy policy() {
            return policyName.equals("solo") ? new Policy.Solo() : Policy.Crowd.of(settings);
        }
    }

    /**
     * An event for which images have to be looked at again.
     *
     * @param cause the event's position
     * @param annotator whose labels it is about, or null for those of everybody
     * @param from the position of the first label that it is about
     * @param began whether somebody has begun
     */
    public record Due(long cause, @Nullable UUID annotator, long from, boolean began) {}

    private static List<Double> even() {
        return Collections.nCopies(10, 0.1);
    }

    public Policy policy() {
        return general.policy();
    }

    /** Whether labels of several people are collected. */
    public boolean crowd() {
        return !general.policyName().equals("solo");
    }

    /** What is known of somebody, also when that is nothing. */
    public Annotator annotator(UUID id) {
        return annotators.getOrDefault(id, Annotator.UNKNOWN);
    }

    /** Whether a label has weight. */
    public boolean counts(UUID annotator, long label) {
        return annotator(annotator).counts(label);
    }

    /** The digit of an image that people are tested with, or null. */
    public @Nullable Integer goldDigit(UUID image) {
        GoldImage found = gold.get(image);
        return found == null || found.retired() ? null : found.digit();
    }

    /** How many events a stream of these families has. */
    int version(UUID stream) {
        return stream.equals(QualityEvent.STREAM)
                ? general.version()
                : annotator(stream).version();
    }

    /**
     * The state after an event.
     *
     * @param stream an annotator's id, or {@link QualityEvent#STREAM}
     * @param event an {@link AnnotatorEvent} or a {@link QualityEvent}
     */
    public QualityState evolve(UUID stream, Object event, UUID actor, long at) {
        if (event instanceof AnnotatorEvent of) {
            return ofAnnotator(stream, of, actor, at);
        }
        if (event instanceof QualityEvent of) {
            return ofAll(of, actor, at);
        }
        throw new IllegalStateException("expected an event of an annotator or of quality, got " + event);
    }

    private QualityState ofAnnotator(UUID id, AnnotatorEvent event, UUID actor, long at) {
        Annotator before = annotator(id);
        QualityState next = new QualityState(
                at, general, with(annotators, id, before.evolve(event, actor, at)), goldAfter(event, before));
        if (event instanceof AnnotatorDistrusted distrusted) {
            return next.withDue(new Due(at, id, distrusted.from(), false));
        }
        if (event instanceof AnnotatorTrusted trusted) {
            return next.withDue(new Due(at, id, trusted.from(), false));
        }
        return next;
    }

    /** An image counts how often it was seen and missed. */
    private Map<UUID, GoldImage> goldAfter(AnnotatorEvent event, Annotator before) {
        if (event instanceof GoldAnswered answered && gold.containsKey(answered.image())) {
            GoldImage image = without(answered.image(), before);
            return with(gold, answered.image(), image.answered(answered.correct()));
        }
        if (event instanceof GoldVoided voided && gold.containsKey(voided.image())) {
            return with(gold, voided.image(), without(voided.image(), before));
        }
        return gold;
    }

    private GoldImage without(UUID image, Annotator annotator) {
        GoldImage found = gold.get(image);
        return annotator.answers().stream()
                .filter(answer -> answer.image().equals(image))
                .findFirst()
                .map(answer -> found.voided(answer.correct()))
                .orElse(found);
    }

    private QualityState ofAll(QualityEvent event, UUID actor, long at) {
        if (event instanceof PolicySet set) {
            return general(at, set.policy(), set.settings(), at, general.estimate(), general.classShares())
                    .withDue(new Due(at, null, 0, false));
        }
        if (event instanceof ConsensusEstimated estimated) {
            return general(
                            at,
                            general.policyName(),
                            general.settings(),
                            general.policyPosition(),
                            estimated.number(),
                            estimated.classShares())
                    .withDue(new Due(at, null, 0, false));
        }
        if (event instanceof RecomputeBegan began) {
            return recompute(
                    at,
                    general.due().stream()
                            .map(due -> due.cause() == began.cause()
                                    ? new Due(due.cause(), due.annotator(), due.from(), true)
                                    : due)
                            .toList(),
                    general.last());
        }
        if (event instanceof RecomputeFinished finished) {
            return recompute(
                    at,
                    general.due().stream()
                            .filter(due -> due.cause() != finished.cause())
                            .toList(),
                    finished);
        }
        return ofGold(event, actor, at);
    }

    private QualityState ofGold(QualityEvent event, UUID actor, long at) {
        QualityState counted = recompute(at, general.due(), general.last());
        if (event instanceof GoldChosen chosen) {
            return counted.withGold(
                    chosen.image(), new GoldImage(chosen.digit(), chosen.reason(), false, 0, 0, List.of()));
        }
        if (event instanceof GoldContested contested) {
            return counted.withGold(
                    contested.image(),
                    goldImage(contested.image())
                            .contested(new GoldImage.Contest(actor, contested.digit(), contested.reason())));
        }
        if (event instanceof GoldCorrected corrected) {
            UUID image = corrected.image();
            Map<UUID, Annotator> judged = answering(image, who -> who.corrected(image, corrected.digit()));
            int missed = (int) judged.values().stream()
                    .flatMap(who -> who.answers().stream())
                    .filter(answer -> answer.image().equals(image) && !answer.correct())
                    .count();
            return new QualityState(at, counted.general, judged, gold)
                    .withGold(image, goldImage(image).corrected(corrected.digit(), missed));
        }
        if (event instanceof GoldRetired retired) {
            UUID image = retired.image();
            return new QualityState(at, counted.general, answering(image, who -> who.forgot(image)), gold)
                    .withGold(image, goldImage(image).retire());
        }
        throw new IllegalStateException("expected an event of quality, got " + event);
    }

    private GoldImage goldImage(UUID image) {
        GoldImage found = gold.get(image);
        if (found == null) {
            throw new IllegalStateException("expected the image " + image + " to be gold");
        }
        return found;
    }

    private Map<UUID, Annotator> answering(UUID image, UnaryOperator<Annotator> change) {
        Map<UUID, Annotator> changed = new HashMap<>(annotators);
        changed.replaceAll((id, annotator) -> annotator.answered(image) ? change.apply(annotator) : annotator);
        return Collections.unmodifiableMap(changed);
    }

    private QualityState general(
            long at,
            String policyName,
            Map<String, Double> settings,
            long policyPosition,
            long estimate,
            List<Double> classShares) {
        General changed = new General(
                general.version() + 1,
                policyName,
                settings,
                policyPosition,
                estimate,
                classShares,
                general.due(),
                general.last());
        return new QualityState(at, changed, annotators, gold);
    }

    private QualityState recompute(long at, List<Due> due, @Nullable RecomputeFinished last) {
        return new QualityState(at, general(general.version() + 1, due, last), annotators, gold);
    }

    private QualityState withDue(Due more) {
        List<Due> due = new ArrayList<>(general.due());
        due.add(more);
        return new QualityState(position, general(general.version(), due, general.last()), annotators, gold);
    }

    private General general(int version, List<Due> due, @Nullable RecomputeFinished last) {
        return new General(
                version,
                general.policyName(),
                general.settings(),
                general.policyPosition(),
                general.estimate(),
                general.classShares(),
                due,
                last);
    }

    private QualityState withGold(UUID image, GoldImage changed) {
        return new QualityState(position, general, annotators, with(gold, image, changed));
    }

    private static <V> Map<UUID, V> with(Map<UUID, V> map, UUID key, V value) {
        Map<UUID, V> changed = new HashMap<>(map);
        changed.put(key, value);
        return Collections.unmodifiableMap(changed);
    }
}
