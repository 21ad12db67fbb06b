package nudge.labeller.image;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import nudge.events.Split;
import nudge.labeller.image.ImageCommand.Add;
import nudge.labeller.image.ImageCommand.GiveLabel;
import nudge.labeller.image.ImageCommand.LeaveOut;
import nudge.labeller.image.ImageCommand.Reject;
import nudge.labeller.image.ImageCommand.RetractLabel;
import nudge.labeller.image.ImageCommand.RetractRejection;
import nudge.labeller.image.ImageCommand.RetractSkip;
import nudge.labeller.image.ImageCommand.Skip;
import nudge.labeller.image.ImageCommand.TakeIn;
import nudge.labeller.image.ImageEvent.ImageAdded;
import nudge.labeller.image.ImageEvent.ImageLeftOut;
import nudge.labeller.image.ImageEvent.ImagePutAside;
import nudge.labeller.image.ImageEvent.ImageRejected;
import nudge.labeller.image.ImageEvent.ImageSkipped;
import nudge.labeller.image.ImageEvent.ImageTakenIn;
import nudge.labeller.image.ImageEvent.LabelGiven;
import nudge.labeller.image.ImageEvent.LabelRetracted;
import nudge.labeller.image.ImageEvent.LabelSettled;
import nudge.labeller.image.ImageEvent.LabelUnsettled;
import nudge.labeller.image.ImageEvent.RejectionRetracted;
import nudge.labeller.image.ImageEvent.SkipRetracted;
import nudge.labeller.image.RefusedException.Reason;
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
 */
public record Image(
        int version,
        @Nullable Split split,
        boolean rejected,
        @Nullable Integer digit,
        Map<UUID, GivenLabel> labels,
        Set<UUID> skips,
        @Nullable Aside aside) {
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

    /** Whether it waits for a label. */
    public boolean open() {
        return split != null && !rejected && digit == null && !putAside();
    }

    /** Whether it is kept out of everything, until a person decides or for good. */
    public boolean putAside() {
        return aside == Aside.WAITING || aside == Aside.LEFT_OUT;
    }

    /**
     * What follows from a command.
     *
     * @param expected the version that the actor saw, or null when they do not say
     * @return the events, at least one
     * @throws RefusedException when the state does not allow the command
     */
    public List<ImageEvent> decide(ImageCommand command, UUID actor, @Nullable Integer expected) {
        if (command instanceof Add add) {
            return add(add);
        }
        if (split == null) {
            throw new RefusedException(Reason.UNKNOWN, "there is no such image");
        }
        if (expected != null && expected != version) {
            throw new RefusedException(
                    Reason.STALE,
                    "expected version " + expected + ", but the image is at version " + version
                            + ": fetch it again and decide anew");
        }
        if (command instanceof GiveLabel label) {
            return give(label, actor);
        }
        if (command instanceof RetractLabel) {
            return retract(actor);
        }
        if (command instanceof Skip) {
            return skip(actor);
        }
        if (command instanceof RetractSkip) {
            check(skips.contains(actor), "you have not skipped this image");
            return List.of(new SkipRetracted());
        }
        if (command instanceof Reject) {
            return reject();
        }
        if (command instanceof RetractRejection) {
            return retractRejection();
        }
        if (command instanceof TakeIn) {
            return takeIn();
        }
        if (command instanceof LeaveOut) {
            return leaveOut();
        }
        throw new IllegalStateException("expected a command that an image knows, got " + command);
    }

    private List<ImageEvent> add(Add add) {
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
                events.add(new LabelSettled(digit, 1.0, add.split()));
            }
        }
        return events;
    }

    private List<ImageEvent> give(GiveLabel label, UUID actor) {
        checkNotRejected();
        check(
                split != Split.HELD_OUT || digit == null || labels.containsKey(actor),
                "this image is held out to measure accuracy, and its label is known: label a training image");
        List<ImageEvent> events = new ArrayList<>();
        events.add(new LabelGiven(label.digit(), label.elapsedMs(), label.suggested()));
        // With an overlap of one the latest label settles it. That of an image that is put aside waits with it.
        if (!putAside()) {
            events.add(new LabelSettled(label.digit(), 1.0, presentSplit()));
        }
        return events;
    }

    private List<ImageEvent> retract(UUID actor) {
        checkNotRejected();
        check(labels.containsKey(actor), "you have given this image no label that could be undone");
        List<ImageEvent> events = new ArrayList<>();
        events.add(new LabelRetracted());
        Integer left = latest(with(labels, actor, null));
        if (digit != null && left == null) {
            events.add(new LabelUnsettled(presentSplit()));
        } else if (left != null && !left.equals(digit) && !putAside()) {
            events.add(new LabelSettled(left, 1.0, presentSplit()));
        }
        return events;
    }

    private List<ImageEvent> skip(UUID actor) {
        checkNotRejected();
        checkNotAside();
        check(digit == null, "this image has a label: undo the label instead of skipping it");
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

    /** Brings back the label that the image had. */
    private List<ImageEvent> retractRejection() {
        check(rejected, "this image is not rejected");
        Integer digit = latest(labels);
        return digit == null
                ? List.of(new RejectionRetracted())
                : List.of(new RejectionRetracted(), new LabelSettled(digit, 1.0, presentSplit()));
    }

    /** Brings in the label that it came with, or got meanwhile. */
    private List<ImageEvent> takeIn() {
        check(putAside(), "this image is not put aside");
        Integer digit = latest(labels);
        return digit == null
                ? List.of(new ImageTakenIn())
                : List.of(new ImageTakenIn(), new LabelSettled(digit, 1.0, presentSplit()));
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

    private static @Nullable Integer latest(Map<UUID, GivenLabel> labels) {
        return labels.values().stream()
                .reduce((earlier, later) -> later)
                .map(GivenLabel::digit)
                .orElse(null);
    }

    private Split presentSplit() {
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
            boolean given = labels.values().stream().anyMatch(label -> label.digit() == settled.digit());
            legal(given && !rejected && !putAside(), event);
            return next(split, false, settled.digit(), labels, skips);
        }
        if (event instanceof LabelUnsettled) {
            legal(digit != null, event);
            return next(split, rejected, null, labels, skips);
        }
        return evolveSkipOrRejection(event, actor);
    }

    private Image evolveSkipOrRejection(ImageEvent event, UUID actor) {
        if (event instanceof ImageSkipped) {
            legal(open() && !skips.contains(actor), event);
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
            return new Image(version + 1, added.split(), false, null, labels, skips, Aside.WAITING);
        }
        if (event instanceof ImageTakenIn) {
            legal(putAside(), event);
            return new Image(version + 1, split, rejected, digit, labels, skips, Aside.TAKEN_IN);
        }
        if (event instanceof ImageLeftOut) {
            legal(aside != null && aside != Aside.LEFT_OUT && !rejected, event);
            return new Image(version + 1, split, rejected, digit, labels, skips, Aside.LEFT_OUT);
        }
        throw new IllegalStateException("expected an event that an image knows, got " + event);
    }

    private Image next(
            @Nullable Split split,
            boolean rejected,
            @Nullable Integer digit,
            Map<UUID, GivenLabel> labels,
            Set<UUID> skips) {
        return new Image(version + 1, split, rejected, digit, labels, skips, aside);
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
