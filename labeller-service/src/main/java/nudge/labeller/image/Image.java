package nudge.labeller.image;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import nudge.events.Basis;
import nudge.events.Split;
import nudge.labeller.image.ImageCommand.Add;
import nudge.labeller.image.ImageCommand.Adjudicate;
import nudge.labeller.image.ImageCommand.AskReview;
import nudge.labeller.image.ImageCommand.GiveLabel;
import nudge.labeller.image.ImageCommand.LeaveOut;
import nudge.labeller.image.ImageCommand.Reconsider;
import nudge.labeller.image.ImageCommand.Reject;
import nudge.labeller.image.ImageCommand.RetractAdjudication;
import nudge.labeller.image.ImageCommand.RetractLabel;
import nudge.labeller.image.ImageCommand.RetractRejection;
import nudge.labeller.image.ImageCommand.RetractSkip;
import nudge.labeller.image.ImageCommand.Skip;
import nudge.labeller.image.ImageCommand.TakeIn;
import nudge.labeller.image.ImageEvent.AdjudicationRetracted;
import nudge.labeller.image.ImageEvent.ImageAdded;
import nudge.labeller.image.ImageEvent.ImageLeftOut;
import nudge.labeller.image.ImageEvent.ImagePutAside;
import nudge.labeller.image.ImageEvent.ImageRejected;
import nudge.labeller.image.ImageEvent.ImageSkipped;
import nudge.labeller.image.ImageEvent.ImageTakenIn;
import nudge.labeller.image.ImageEvent.LabelAdjudicated;
import nudge.labeller.image.ImageEvent.LabelGiven;
import nudge.labeller.image.ImageEvent.LabelRetracted;
import nudge.labeller.image.ImageEvent.LabelSettled;
import nudge.labeller.image.ImageEvent.LabelUnsettled;
import nudge.labeller.image.ImageEvent.RejectionRetracted;
import nudge.labeller.image.ImageEvent.ReviewAsked;
import nudge.labeller.image.ImageEvent.ReviewClosed;
import nudge.labeller.image.ImageEvent.SkipRetracted;
import nudge.labeller.image.RefusedException.Reason;
import nudge.labeller.log.SystemActor;
import nudge.labeller.quality.QualityState;
import org.jspecify.annotations.Nullable;

/**
 * The state of an image: a fold of its events. {@link #decide} and {@link #evolve} are pure. Long because all that may happen to an
 * image stands together.
 *
 * @param version number of its events
 * @param split null until it is added
 * @param digit the settled label, or null
 * @param labels the label of each annotator, the latest last; a rejection keeps them, so that it can be taken back
 * @param skips who skipped it
 * @param aside what became of it as a near-duplicate, or null when it never was one
 * @param verdict what its label rests on, and whether a person should look at it
 */
public record Image(
        int version,
        @Nullable Split split,
        boolean rejected,
        @Nullable Integer digit,
        Map<UUID, GivenLabel> labels,
        Set<UUID> skips,
        @Nullable Aside aside,
        Verdict verdict) {
    /** Before the first event. */
    public static final Image NONE = new Image(0, null, false, null, Map.of(), Set.of());

    /** What became of an image that is nearly the same as one on the other side of the split. */
    public enum Aside {
        /** It was put aside, and a person has to decide. */
        WAITING("waiting"),
        /** It is the same, and stays out. */
        LEFT_OUT("left-out"),
        /** It is another image, and used as any. */
        TAKEN_IN("taken-in");

        private final String wire;

        Aside(String wire) {
            this.wire = wire;
        }

        /** The name in JSON and in the database. */
        public String wire() {
            return wire;
        }

        static @Nullable Aside of(@Nullable String wire) {
            if (wire == null) {
                return null;
            }
            for (Aside each : values()) {
                if (each.wire.equals(wire)) {
                    return each;
                }
            }
            throw new IllegalArgumentException("expected waiting, left-out or taken-in, got " + wire);
        }
    }

    /** One that is no near-duplicate. */
    public Image(
            int version,
            @Nullable Split split,
            boolean rejected,
            @Nullable Integer digit,
            Map<UUID, GivenLabel> labels,
            Set<UUID> skips) {
        this(version, split, rejected, digit, labels, skips, null);
    }

    /** One that is settled by one label, if at all. */
    public Image(
            int version,
            @Nullable Split split,
            boolean rejected,
            @Nullable Integer digit,
            Map<UUID, GivenLabel> labels,
            Set<UUID> skips,
            @Nullable Aside aside) {
        this(version, split, rejected, digit, labels, skips, aside, digit == null ? Verdict.NONE : Verdict.SINGLE);
    }

    /** Whether it waits for a label. */
    public boolean open() {
        return split != null && !rejected && digit == null && !putAside();
    }

    /** Whether it waits for an annotator's label: not when a reviewer has to decide. */
    public boolean wanted() {
        return open() && (verdict.review() == null || !verdict.review().blocks());
    }

    /** Whether it is kept out of everything, until a person decides or for good. */
    public boolean putAside() {
        return aside == Aside.WAITING || aside == Aside.LEFT_OUT;
    }

    /** As {@link #decide(ImageCommand, UUID, Integer, Judgement)}, by the default policy. */
    public List<ImageEvent> decide(ImageCommand command, UUID actor, @Nullable Integer expected) {
        return decide(command, actor, expected, new Judgement(new UUID(0, 0), QualityState.NONE, 0));
    }

    /**
     * What follows from a command.
     *
     * @param expected the version that the actor saw, or null when they do not say
     * @param judgement the policy, and the weight of everybody's labels
     * @return the events; none only when the image is looked at again and nothing changes
     * @throws RefusedException when the state does not allow the command
     */
    public List<ImageEvent> decide(ImageCommand command, UUID actor, @Nullable Integer expected, Judgement judgement) {
        if (command instanceof Add add) {
            return add(add, judgement);
        }
        if (split == null) {
            throw new RefusedException(Reason.UNKNOWN, "there is no such image");
        }
        // With labels of several people, one that comes beside another is as good as any.
        if (expected != null && expected != version && !judgement.crowd()) {
            throw new RefusedException(
                    Reason.STALE,
                    "expected version " + expected + ", but the image is at version " + version
                            + ": fetch it again and decide anew");
        }
        if (command instanceof GiveLabel label) {
            return give(label, actor, judgement);
        }
        if (command instanceof RetractLabel) {
            return retract(actor, judgement);
        }
        if (command instanceof Skip) {
            return skip(actor, judgement);
        }
        if (command instanceof RetractSkip) {
            check(skips.contains(actor), "you have not skipped this image");
            return List.of(new SkipRetracted());
        }
        if (command instanceof Reject) {
            return judgement.crowd() ? askWhetherRejected(actor) : reject();
        }
        if (command instanceof RetractRejection) {
            return retractRejection(actor, judgement);
        }
        if (command instanceof TakeIn) {
            return takeIn(judgement);
        }
        if (command instanceof LeaveOut) {
            return leaveOut();
        }
        return decideQuality(command, actor, judgement);
    }

    private List<ImageEvent> decideQuality(ImageCommand command, UUID actor, Judgement judgement) {
        if (command instanceof Reconsider) {
            return Consensus.of(this, judgement, false);
        }
        if (command instanceof Adjudicate adjudicate) {
            return adjudicate(adjudicate, judgement);
        }
        if (command instanceof RetractAdjudication) {
            return retractAdjudication(actor, judgement);
        }
        if (command instanceof AskReview ask) {
            checkNotAside();
            check(verdict.review() == null, "this image waits for a reviewer already");
            return List.of(new ReviewAsked(ask.reason(), ask.score()));
        }
        throw new IllegalStateException("expected a command that an image knows, got " + command);
    }

    private List<ImageEvent> add(Add add, Judgement judgement) {
        check(split == null, "this image is there already");
        List<ImageEvent> events = new ArrayList<>();
        Twin twin = add.twin();
        events.add(
                twin == null
                        ? new ImageAdded(add.pixels().sha256Hex(), add.split(), add.source())
                        : new ImagePutAside(add.pixels().sha256Hex(), add.split(), add.source(), twin));
        if (add.digit().isPresent()) {
            int digit = add.digit().getAsInt();
            events.add(new LabelGiven(digit, null, null));
            if (twin == null) {
                events.add(new LabelSettled(
                        digit, 1.0, add.split(), judgement.policy(), Basis.IMPORT, judgement.estimate()));
            }
        }
        return events;
    }

    private List<ImageEvent> give(GiveLabel label, UUID actor, Judgement judgement) {
        checkNotRejected();
        // Gold is answered as any other image is.
        check(
                judgement.crowd() || split != Split.HELD_OUT || digit == null || labels.containsKey(actor),
                "this image is held out to measure accuracy, and its label is known: label a training image");
        List<ImageEvent> events = new ArrayList<>();
        HandedOut handed = label.handed();
        LabelGiven given = new LabelGiven(
                label.digit(),
                label.elapsedMs(),
                label.suggested(),
                handed == null ? null : handed.arm(),
                handed == null ? null : handed.predicted());
        events.add(given);
        if (judgement.crowd()) {
            events.addAll(Consensus.of(evolve(given, actor, judgement.next()), judgement, true));
        } else if (!putAside()
                && verdict.adjudication() == null
                && judgement.quality().counts(actor, judgement.next())) {
            // With an overlap of one the latest label settles it. That of an image that is put aside waits with it.
            events.add(single(label.digit(), judgement));
        }
        return events;
    }

    private LabelSettled single(int digit, Judgement judgement) {
        return new LabelSettled(digit, 1.0, presentSplit(), judgement.policy(), Basis.SINGLE, judgement.estimate());
    }

    private List<ImageEvent> retract(UUID actor, Judgement judgement) {
        checkNotRejected();
        check(labels.containsKey(actor), "you have given this image no label that could be undone");
        List<ImageEvent> events = new ArrayList<>();
        events.add(new LabelRetracted());
        Image after = evolve(new LabelRetracted(), actor, judgement.next());
        if (judgement.crowd()) {
            events.addAll(Consensus.of(after, judgement, true));
        } else if (verdict.adjudication() == null) {
            Integer left = Consensus.latest(after, judgement.quality());
            if (digit != null && left == null) {
                events.add(new LabelUnsettled(presentSplit()));
            } else if (left != null && !left.equals(digit) && !putAside()) {
                events.add(single(left, judgement));
            }
        }
        return events;
    }

    private List<ImageEvent> skip(UUID actor, Judgement judgement) {
        checkNotRejected();
        // Of several people, the others may have settled it meanwhile: nobody hears of that. Nor does whoever added it
        // hear that it is
        // put aside.
        if (!judgement.crowd()) {
            checkNotAside();
        }
        check(judgement.crowd() || digit == null, "this image has a label: undo the label instead of skipping it");
        check(!skips.contains(actor), "you have skipped this image already");
        return List.of(new ImageSkipped());
    }

    private List<ImageEvent> reject() {
        checkNotRejected();
        checkNotAside();
        check(split != Split.HELD_OUT || digit == null, "this image is held out to measure accuracy");
        return digit == null
                ? List.of(new ImageRejected())
                : List.of(new ImageRejected(), new LabelUnsettled(presentSplit()));
    }

    /** One annotator of several does not take an image from all: a reviewer looks at it. */
    private List<ImageEvent> askWhetherRejected(UUID actor) {
        checkNotRejected();
        // Whether others asked for a review makes no difference to the answer.
        check(!skips.contains(actor), "you have skipped this image already");
        return verdict.review() == null && !putAside()
                ? List.of(new ImageSkipped(), new ReviewAsked(ReviewReason.REJECTED, 0.5))
                : List.of(new ImageSkipped());
    }

    /** Brings back the label that the image had. */
    private List<ImageEvent> retractRejection(UUID actor, Judgement judgement) {
        if (judgement.crowd() && skips.contains(actor)) {
            return List.of(new SkipRetracted());
        }
        check(rejected, "this image is not rejected");
        check(verdict.adjudication() == null, "a reviewer decided that this image is not a digit");
        return withLabels(new RejectionRetracted(), actor, judgement);
    }

    /** Brings in the label that it came with, or got meanwhile. */
    private List<ImageEvent> takeIn(Judgement judgement) {
        check(putAside(), "this image is not put aside");
        return withLabels(new ImageTakenIn(), SystemActor.ID, judgement);
    }

    private List<ImageEvent> withLabels(ImageEvent first, UUID actor, Judgement judgement) {
        List<ImageEvent> events = new ArrayList<>();
        events.add(first);
        events.addAll(Consensus.of(evolve(first, actor, judgement.next()), judgement, true));
        return events;
    }

    private List<ImageEvent> adjudicate(Adjudicate adjudicate, Judgement judgement) {
        checkNotAside();
        Verdict.Adjudication decided = new Verdict.Adjudication(adjudicate.digit());
        check(!decided.equals(verdict.adjudication()), "this has been decided already");
        List<ImageEvent> events = new ArrayList<>();
        events.add(new LabelAdjudicated(adjudicate.digit(), adjudicate.comment()));
        Integer right = adjudicate.digit();
        if (right != null && !right.equals(digit)) {
            events.add(new LabelSettled(
                    right, 1.0, presentSplit(), judgement.policy(), Basis.ADJUDICATED, judgement.estimate()));
        } else if (right == null && digit != null) {
            events.add(new LabelUnsettled(presentSplit()));
        }
        return events;
    }

    /** What the image came with counts again, or else its labels. */
    private List<ImageEvent> retractAdjudication(UUID actor, Judgement judgement) {
        check(verdict.adjudication() != null, "no reviewer has decided what this image shows");
        Integer imported = verdict.imported();
        if (imported == null) {
            return withLabels(new AdjudicationRetracted(), actor, judgement);
        }
        return imported.equals(digit)
                ? List.of(new AdjudicationRetracted())
                : List.of(
                        new AdjudicationRetracted(),
                        new LabelSettled(
                                imported, 1.0, presentSplit(), judgement.policy(), Basis.IMPORT, judgement.estimate()));
    }

    /** Also when it was taken in before: that may have been a mistake. */
    private List<ImageEvent> leaveOut() {
        checkNotRejected();
        check(aside != null, "this image was never put aside: it has no twin");
        check(aside != Aside.LEFT_OUT, "this image is left out already");
        return digit == null
                ? List.of(new ImageLeftOut())
                : List.of(new ImageLeftOut(), new LabelUnsettled(presentSplit()));
    }

    Split presentSplit() {
        if (split == null) {
            throw new IllegalStateException("an image has its split from its first event on");
        }
        return split;
    }

    private void checkNotRejected() {
        check(!rejected, "this image was rejected as not a digit: retract the rejection first");
    }

    private void checkNotAside() {
        check(
                !putAside(),
                "this image is put aside, since it is nearly the same as another one: a reviewer decides on the page Images"
                        + " whether it is used");
    }

    private static void check(boolean allowed, String otherwise) {
        if (!allowed) {
            throw new RefusedException(Reason.CONFLICT, otherwise);
        }
    }

    /**
     * The state after an event.
     *
     * @param position of the event in the log
     * @throws IllegalStateException when the event cannot have happened in this state
     */
    public Image evolve(ImageEvent event, UUID actor, long position) {
        legal((split == null) == (event instanceof ImageAdded || event instanceof ImagePutAside), event);
        if (event instanceof ImageAdded added) {
            return next(added.split(), false, null, labels, skips);
        }
        if (event instanceof LabelGiven given) {
            legal(!rejected, event);
            return next(split, false, digit, with(labels, actor, new GivenLabel(given.digit(), position)), skips);
        }
        if (event instanceof LabelRetracted) {
            legal(!rejected && labels.containsKey(actor), event);
            return next(split, false, digit, with(labels, actor, null), skips);
        }
        if (event instanceof LabelSettled settled) {
            return settled(settled, actor);
        }
        if (event instanceof LabelUnsettled) {
            legal(digit != null, event);
            return next(split, rejected, null, labels, skips).with(verdict.with(null));
        }
        return evolveSkipOrRejection(event, actor);
    }

    private Image settled(LabelSettled settled, UUID actor) {
        boolean given = labels.values().stream().anyMatch(label -> label.digit() == settled.digit());
        legal(
                (given || settled.basis() == Basis.ADJUDICATED || settled.basis() == Basis.IMPORT)
                        && !rejected
                        && !putAside(),
                settled);
        // Before there were policies, what this installation brought in said no more than any label.
        boolean imported = settled.basis() == Basis.IMPORT
                || (settled.basis() == Basis.SINGLE && actor.equals(SystemActor.ID) && labels.containsKey(actor));
        Verdict changed = imported ? verdict.withImported(settled.digit()) : verdict.with(settled.basis());
        if (changed.review() != null && changed.review().blocks()) {
            changed = changed.withReview(null, 0);
        }
        return next(split, false, settled.digit(), labels, skips).with(changed);
    }

    private Image evolveQuality(ImageEvent event) {
        if (event instanceof LabelAdjudicated adjudicated) {
            legal(!putAside(), event);
            Integer right = adjudicated.digit();
            Verdict changed = verdict.withAdjudication(new Verdict.Adjudication(right));
            if (right != null && right.equals(digit)) {
                changed = changed.with(Basis.ADJUDICATED);
            }
            return next(split, right == null, digit, labels, skips).with(changed);
        }
        if (event instanceof AdjudicationRetracted) {
            legal(verdict.adjudication() != null, event);
            Verdict changed = verdict.withAdjudication(null);
            if (digit != null) {
                changed = changed.with(digit.equals(verdict.imported()) ? Basis.IMPORT : Basis.POSTERIOR);
            }
            return next(split, false, digit, labels, skips).with(changed);
        }
        if (event instanceof ReviewAsked asked) {
            legal(!putAside(), event);
            return next(split, rejected, digit, labels, skips).with(verdict.withReview(asked.reason(), asked.score()));
        }
        if (event instanceof ReviewClosed) {
            legal(verdict.review() != null, event);
            return next(split, rejected, digit, labels, skips).with(verdict.withReview(null, 0));
        }
        throw new IllegalStateException("expected an event that an image knows, got " + event);
    }

    private Image with(Verdict changed) {
        return new Image(version, split, rejected, digit, labels, skips, aside, changed);
    }

    private Image evolveSkipOrRejection(ImageEvent event, UUID actor) {
        if (event instanceof ImageSkipped) {
            legal(!rejected && !skips.contains(actor), event);
            return next(split, rejected, digit, labels, with(skips, actor));
        }
        if (event instanceof SkipRetracted) {
            legal(skips.contains(actor), event);
            return next(split, rejected, digit, labels, without(skips, actor));
        }
        if (event instanceof ImageRejected) {
            legal(!rejected && !putAside(), event);
            return next(split, true, digit, labels, skips);
        }
        if (event instanceof RejectionRetracted) {
            legal(rejected, event);
            return next(split, false, digit, labels, skips);
        }
        return evolveNearDuplicate(event);
    }

    private Image evolveNearDuplicate(ImageEvent event) {
        if (event instanceof ImagePutAside added) {
            return new Image(version + 1, added.split(), false, null, labels, skips, Aside.WAITING, verdict);
        }
        if (event instanceof ImageTakenIn) {
            legal(putAside(), event);
            return new Image(version + 1, split, rejected, digit, labels, skips, Aside.TAKEN_IN, verdict);
        }
        if (event instanceof ImageLeftOut) {
            legal(aside != null && aside != Aside.LEFT_OUT && !rejected, event);
            return new Image(version + 1, split, rejected, digit, labels, skips, Aside.LEFT_OUT, verdict);
        }
        return evolveQuality(event);
    }

    private Image next(
            @Nullable Split split,
            boolean rejected,
            @Nullable Integer digit,
            Map<UUID, GivenLabel> labels,
            Set<UUID> skips) {
        return new Image(version + 1, split, rejected, digit, labels, skips, aside, verdict);
    }

    private void legal(boolean legal, ImageEvent event) {
        if (!legal) {
            throw new IllegalStateException("event " + (version + 1) + " of the image cannot be "
                    + event.getClass().getSimpleName() + " in the state " + this);
        }
    }

    /** The latest label stands last. */
    private static Map<UUID, GivenLabel> with(Map<UUID, GivenLabel> labels, UUID actor, @Nullable GivenLabel label) {
        Map<UUID, GivenLabel> changed = new LinkedHashMap<>(labels);
        changed.remove(actor);
        if (label != null) {
            changed.put(actor, label);
        }
        return changed;
    }

    private static Set<UUID> with(Set<UUID> skips, UUID actor) {
        Set<UUID> changed = new HashSet<>(skips);
        changed.add(actor);
        return changed;
    }

    private static Set<UUID> without(Set<UUID> skips, UUID actor) {
        Set<UUID> changed = new HashSet<>(skips);
        changed.remove(actor);
        return changed;
    }
}
