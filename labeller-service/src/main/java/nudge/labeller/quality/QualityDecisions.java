package nudge.labeller.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import nudge.labeller.log.EventFamily;
import nudge.labeller.log.SystemActor;
import nudge.labeller.quality.Annotator.Answer;
import nudge.labeller.quality.Annotator.Decision;
import nudge.labeller.quality.AnnotatorEvent.AnnotatorDistrusted;
import nudge.labeller.quality.AnnotatorEvent.AnnotatorTrusted;
import nudge.labeller.quality.AnnotatorEvent.Evidence;
import nudge.labeller.quality.AnnotatorEvent.GoldAnswered;
import nudge.labeller.quality.AnnotatorEvent.GoldVoided;
import nudge.labeller.quality.QualityCommand.BeginRecompute;
import nudge.labeller.quality.QualityCommand.ChooseGold;
import nudge.labeller.quality.QualityCommand.ContestGold;
import nudge.labeller.quality.QualityCommand.CorrectGold;
import nudge.labeller.quality.QualityCommand.Distrust;
import nudge.labeller.quality.QualityCommand.FinishRecompute;
import nudge.labeller.quality.QualityCommand.RecordEstimate;
import nudge.labeller.quality.QualityCommand.RetireGold;
import nudge.labeller.quality.QualityCommand.SetPolicy;
import nudge.labeller.quality.QualityCommand.TrustAgain;
import nudge.labeller.quality.QualityEvent.GoldChosen;
import nudge.labeller.quality.QualityEvent.GoldContested;
import nudge.labeller.quality.QualityEvent.GoldCorrected;
import nudge.labeller.quality.QualityEvent.GoldRetired;
import nudge.labeller.quality.QualityEvent.PolicySet;
import nudge.labeller.quality.QualityEvent.RecomputeBegan;
import nudge.labeller.quality.QualityEvent.RecomputeFinished;
import nudge.quality.ChangePoint;
import nudge.quality.Policy;
import nudge.quality.Trust;

/** What follows from commands, and from answers on gold. Pure. The events are collected, and the state follows them. */
public final class QualityDecisions {
    private final List<Entry> entries = new ArrayList<>();
    private final List<QualityState> states = new ArrayList<>();
    private QualityState state;
    private long next;

    /** @param next the position that the first event will have */
    private QualityDecisions(QualityState state, long next) {
        this.state = state;
        this.next = next;
    }

    /**
     * An event to append.
     *
     * @param stream an annotator's id, or {@link QualityEvent#STREAM}
     * @param version of the event in its stream
     * @param type the event's stable name
     * @param schema the version of the type's data
     * @param data JSON as the log has it
     */
    public record Entry(UUID stream, int version, String type, int schema, String data, UUID actor) {}

    /** @param states after each of the events */
    public record Outcome(List<Entry> entries, List<QualityState> states) {}

    /**
     * What follows from a command.
     *
     * @param next the position that the first event will have
     * @return the events, perhaps none
     * @throws RefusedDecisionException when the state does not allow the command
     */
    public static Outcome decide(QualityState state, QualityCommand command, UUID actor, long next) {
        QualityDecisions decisions = new QualityDecisions(state, next);
        decisions.carryOut(command, actor);
        return decisions.outcome();
    }

    /** Somebody labelled an image that is gold. */
    public static Outcome answer(QualityState state, UUID annotator, UUID image, int digit, long next) {
        Integer expected = state.goldDigit(image);
        QualityDecisions decisions = new QualityDecisions(state, next);
        if (expected != null) {
            decisions.add(annotator, new GoldAnswered(image, digit, expected, digit == expected), annotator);
            decisions.judge(annotator);
        }
        return decisions.outcome();
    }

    /** Somebody took back their label of an image that is gold. */
    public static Outcome takeBack(QualityState state, UUID annotator, UUID image, long next) {
        QualityDecisions decisions = new QualityDecisions(state, next);
        if (state.annotator(annotator).answered(image)) {
            decisions.add(annotator, new GoldVoided(image, "taken back"), annotator);
            decisions.judge(annotator);
        }
        return decisions.outcome();
    }

    private Outcome outcome() {
        return new Outcome(List.copyOf(entries), List.copyOf(states));
    }

    private <E> void add(EventFamily<E> family, UUID stream, E event, UUID actor) {
        String type = family.type(event);
        entries.add(
                new Entry(stream, state.version(stream) + 1, type, family.schema(type), family.write(event), actor));
        state = state.evolve(stream, event, actor, next++);
        states.add(state);
    }

    private void add(UUID annotator, AnnotatorEvent event, UUID actor) {
        add(AnnotatorEvent.FAMILY, annotator, event, actor);
    }

    private void add(QualityEvent event, UUID actor) {
        add(QualityEvent.FAMILY, QualityEvent.STREAM, event, actor);
    }

    private void carryOut(QualityCommand command, UUID actor) {
        if (command instanceof SetPolicy set) {
            setPolicy(set.policy(), actor);
        } else if (command instanceof Distrust distrust) {
            Annotator annotator = state.annotator(distrust.annotator());
            check(!annotator.decided(false, distrust.from()), "the labels from there on have no weight already");
            add(
                    distrust.annotator(),
                    new AnnotatorDistrusted(
                            distrust.from(),
                            distrust.evidence(),
                            state.general().policyPosition()),
                    actor);
        } else if (command instanceof TrustAgain trust) {
            Annotator annotator = state.annotator(trust.annotator());
            check(
                    !annotator.decisions().isEmpty() && !annotator.decided(true, trust.from()),
                    "the labels from there on have their weight already");
            add(
                    trust.annotator(),
                    new AnnotatorTrusted(trust.from(), null, state.general().policyPosition()),
                    actor);
        } else if (command instanceof RecordEstimate record) {
            recordEstimate(record, actor);
        } else if (command instanceof BeginRecompute begin) {
            if (isDue(begin.cause(), false)) {
                add(new RecomputeBegan(begin.cause()), actor);
            }
        } else if (command instanceof FinishRecompute finish) {
            if (isDue(finish.cause(), true)) {
                add(new RecomputeFinished(finish.cause(), finish.lookedAt(), finish.changed(), finish.opened()), actor);
            }
        } else {
            carryOutOnGold(command, actor);
        }
    }

    private void carryOutOnGold(QualityCommand command, UUID actor) {
        if (command instanceof ChooseGold choose) {
            new TreeMap<>(choose.digits()).forEach((image, digit) -> {
                if (!state.gold().containsKey(image)) {
                    add(new GoldChosen(image, digit, choose.reason()), actor);
                }
            });
        } else if (command instanceof ContestGold contest) {
            checkGold(contest.image());
            check(state.annotator(actor).answered(contest.image()), "you have not labelled this image");
            check(
                    state.gold().get(contest.image()).contests().stream()
                            .noneMatch(earlier -> earlier.by().equals(actor)),
                    "you have said so already");
            add(new GoldContested(contest.image(), contest.digit(), contest.reason()), actor);
        } else if (command instanceof CorrectGold correct) {
            checkGold(correct.image());
            List<UUID> answered = answering(correct.image());
            add(new GoldCorrected(correct.image(), correct.digit(), correct.reason()), actor);
            answered.forEach(this::judgeAnew);
        } else if (command instanceof RetireGold retire) {
            checkGold(retire.image());
            List<UUID> answered = answering(retire.image());
            add(new GoldRetired(retire.image(), retire.reason()), actor);
            answered.forEach(this::judgeAnew);
        } else {
            throw new IllegalStateException("expected a command about quality, got " + command);
        }
    }

    private void setPolicy(Policy policy, UUID actor) {
        check(!policy.equals(state.policy()), "this is the policy already");
        add(PolicySet.of(policy), actor);
    }

    private void recordEstimate(RecordEstimate record, UUID actor) {
        check(
                record.estimate().number() == state.general().estimate() + 1,
                "expected the estimate " + (state.general().estimate() + 1) + ", got "
                        + record.estimate().number());
        add(record.estimate(), actor);
        new TreeMap<>(record.annotators()).forEach((annotator, estimated) -> add(annotator, estimated, actor));
    }

    private boolean isDue(long cause, boolean began) {
        return state.general().due().stream().anyMatch(due -> due.cause() == cause && due.began() == began);
    }

    private List<UUID> answering(UUID image) {
        return state.annotators().entrySet().stream()
                .filter(each -> each.getValue().answered(image))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** Distrusts by the rule. Nobody is trusted again for answers that came later: a person decides that. */
    private void judge(UUID id) {
        Annotator annotator = state.annotator(id);
        Trust trust = annotator.trustSinceDecision();
        if (trust.state() == Trust.State.DISTRUSTED && !annotator.distrusted()) {
            add(
                    id,
                    new AnnotatorDistrusted(
                            beginning(annotator.answers()),
                            evidence(trust),
                            state.general().policyPosition()),
                    SystemActor.ID);
        }
    }

    /** The same when answers are judged anew; and what was decided by the rule is taken back when it no longer holds. */
    private void judgeAnew(UUID id) {
        judge(id);
        Annotator annotator = state.annotator(id);
        Trust trust = annotator.trustSinceDecision();
        if (annotator.distrusted() && trust.state() != Trust.State.DISTRUSTED) {
            Decision last = annotator.decisions().get(annotator.decisions().size() - 1);
            if (last.by().equals(SystemActor.ID)) {
                add(
                        id,
                        new AnnotatorTrusted(
                                last.from(), evidence(trust), state.general().policyPosition()),
                        SystemActor.ID);
            }
        }
    }

    private static Evidence evidence(Trust trust) {
        return new Evidence(trust.seen(), trust.correct(), trust.bound());
    }

    /** Where their answers became worse; 0 when they always were as they are. */
    private static long beginning(List<Answer> answers) {
        boolean[] correct = new boolean[answers.size()];
        for (int i = 0; i < correct.length; i++) {
            correct[i] = answers.get(i).correct();
        }
        ChangePoint change = ChangePoint.find(correct);
        return change.changed() ? answers.get(change.from()).position() : 0;
    }

    private void checkGold(UUID image) {
        check(Objects.nonNull(state.goldDigit(image)), "this image is no gold, or it is retired");
    }

    private static void check(boolean allowed, String otherwise) {
        if (!allowed) {
            throw new RefusedDecisionException(otherwise);
        }
    }
}
