package nudge.labeller.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import nudge.labeller.log.SystemActor;
import nudge.labeller.quality.AnnotatorEvent.AnnotatorDistrusted;
import nudge.labeller.quality.AnnotatorEvent.AnnotatorEstimated;
import nudge.labeller.quality.AnnotatorEvent.AnnotatorTrusted;
import nudge.labeller.quality.AnnotatorEvent.Evidence;
import nudge.labeller.quality.AnnotatorEvent.GoldAnswered;
import nudge.labeller.quality.AnnotatorEvent.GoldVoided;
import nudge.quality.ConfusionMatrix;
import nudge.quality.GoldAnswers;
import nudge.quality.GoldAnswers.Counting;
import nudge.quality.Trust;
import org.jspecify.annotations.Nullable;

/**
 * What is known of somebody who labels: a fold of their events. Immutable.
 *
 * @param version number of their events
 * @param answers on gold, one per image, in the order of the log: the latest {@link #KEPT}
 * @param decisions about whether their labels have weight, in the order of the log
 * @param estimate the number of the latest estimate of how they label; 0 for none
 * @param matrix of that estimate: 100 integers in millionths, or null
 */
public record Annotator(
        int version,
        List<Answer> answers,
        List<Decision> decisions,
        long estimate,
        @Nullable List<Integer> matrix) {
    /** So many answers are kept: more than count, so that a change for the worse can be found. */
    public static final int KEPT = 4 * GoldAnswers.WINDOW;

    /** Of whom nothing is known. */
    public static final Annotator UNKNOWN = new Annotator(0, List.of(), List.of(), 0, null);

    private static final int DIGITS = 10;

    public Annotator {
        answers = List.copyOf(answers);
        decisions = List.copyOf(decisions);
        matrix = matrix == null ? null : List.copyOf(matrix);
    }

    /** @param position of the answer in the log */
    public record Answer(long position, UUID image, int digit, int expected) {
        public boolean correct() {
            return digit == expected;
        }
    }

    /**
     * From a label on, their labels have weight, or none.
     *
     * @param position of the decision in the log
     * @param by who decided: a person, or the system
     * @param from the position of the first label that it is about
     */
    public record Decision(
            long position,
            UUID by,
            boolean trusted,
            long from,
            @Nullable Evidence evidence) {}

    /** Whether a label at a position has weight: the latest decision about it says so. */
    public boolean counts(long label) {
        for (int i = decisions.size() - 1; i >= 0; i--) {
            if (decisions.get(i).from() <= label) {
                return decisions.get(i).trusted();
            }
        }
        return true;
    }

    /** Whether the latest decision says just this already. */
    boolean decided(boolean trusted, long from) {
        if (decisions.isEmpty()) {
            return false;
        }
        Decision last = decisions.get(decisions.size() - 1);
        return last.trusted() == trusted && last.from() == from;
    }

    /** How far their labels can be trusted, by all answers that count. */
    public Trust trust() {
        return trust(answers);
    }

    /** The same, by the answers behind the latest decision of a person that trusted them: what was before it was looked at. */
    Trust trustSinceDecision() {
        long since = decisions.stream()
                .filter(decision -> decision.trusted() && !decision.by().equals(SystemActor.ID))
                .mapToLong(Decision::position)
                .max()
                .orElse(0);
        return trust(
                answers.stream().filter(answer -> answer.position() > since).toList());
    }

    private static Trust trust(List<Answer> answers) {
        return GoldAnswers.trust(
                answers.stream()
                        .map(answer -> new GoldAnswers.Answer(answer.position(), answer.image(), answer.correct()))
                        .toList(),
                Counting.LATEST);
    }

    /** Whether their next label has no weight. */
    public boolean distrusted() {
        return !counts(Long.MAX_VALUE);
    }

    public Trust.State state() {
        if (distrusted()) {
            return Trust.State.DISTRUSTED;
        }
        Trust.State byAnswers = trustSinceDecision().state();
        // Somebody trusts them, whatever their answers say.
        return byAnswers == Trust.State.DISTRUSTED ? Trust.State.WATCHED : byAnswers;
    }

    /** How they label: by the latest estimate, or else as far as trust can tell. */
    public ConfusionMatrix confusionMatrix() {
        if (matrix == null) {
            return trust().matrix(DIGITS);
        }
        return ConfusionMatrix.ofMillionths(DIGITS, matrix).atMost(Trust.MOST);
    }

    Annotator evolve(AnnotatorEvent event, UUID by, long position) {
        if (event instanceof GoldAnswered answered) {
            return with(added(new Answer(position, answered.image(), answered.digit(), answered.expected())));
        }
        if (event instanceof GoldVoided voided) {
            return with(without(voided.image()));
        }
        if (event instanceof AnnotatorDistrusted distrusted) {
            return with(new Decision(position, by, false, distrusted.from(), distrusted.evidence()));
        }
        if (event instanceof AnnotatorTrusted trusted) {
            return with(new Decision(position, by, true, trusted.from(), trusted.evidence()));
        }
        if (event instanceof AnnotatorEstimated estimated) {
            return new Annotator(version + 1, answers, decisions, estimated.estimate(), estimated.matrix());
        }
        throw new IllegalStateException("expected an event that an annotator knows, got " + event);
    }

    /** The answers on an image, judged by another digit; the version stays, since no event is theirs. */
    Annotator corrected(UUID image, int digit) {
        return new Annotator(
                version,
                answers.stream()
                        .map(answer -> answer.image().equals(image)
                                ? new Answer(answer.position(), image, answer.digit(), digit)
                                : answer)
                        .toList(),
                decisions,
                estimate,
                matrix);
    }

    /** Without the answers on an image, which is no gold any more. */
    Annotator forgot(UUID image) {
        return new Annotator(version, without(image), decisions, estimate, matrix);
    }

    boolean answered(UUID image) {
        return answers.stream().anyMatch(answer -> answer.image().equals(image));
    }

    private Annotator with(List<Answer> changed) {
        return new Annotator(version + 1, changed, decisions, estimate, matrix);
    }

    private Annotator with(Decision decision) {
        List<Decision> changed = new ArrayList<>(decisions);
        changed.add(decision);
        return new Annotator(version + 1, answers, changed, estimate, matrix);
    }

    private List<Answer> added(Answer answer) {
        List<Answer> changed = new ArrayList<>(without(answer.image()));
        changed.add(answer);
        return changed.subList(Math.max(0, changed.size() - KEPT), changed.size());
    }

    private List<Answer> without(UUID image) {
        return answers.stream().filter(answer -> !answer.image().equals(image)).toList();
    }
}
