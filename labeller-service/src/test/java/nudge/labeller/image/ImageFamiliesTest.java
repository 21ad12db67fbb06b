package nudge.labeller.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nudge.events.Basis;
import nudge.events.Split;
import nudge.labeller.image.Image.Aside;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Walks every command and every event that there is, in every kind of state: what is new and forgotten somewhere fails here. */
class ImageFamiliesTest {
    private static final UUID ANNA = new UUID(0, 1);
    private static final UUID BEN = new UUID(0, 2);

    private static final Image OPEN = new Image(1, Split.TRAIN, false, null, Map.of(), Set.of());
    private static final Image SKIPPED = new Image(2, Split.TRAIN, false, null, Map.of(), Set.of(ANNA));
    private static final Image SETTLED = new Image(3, Split.TRAIN, false, 7, Map.of(ANNA, label(7)), Set.of());
    private static final Image OF_BOTH = new Image(5, Split.TRAIN, false, 7, ordered(BEN, 1, ANNA, 7), Set.of());
    /** Anna's label came first, and Ben's settles it. */
    private static final Image EARLIER = new Image(5, Split.TRAIN, false, 1, ordered(ANNA, 7, BEN, 1), Set.of());

    private static final Image REJECTED = new Image(2, Split.TRAIN, true, null, Map.of(), Set.of());
    private static final Image HELD_OUT = new Image(3, Split.HELD_OUT, false, 7, Map.of(BEN, label(7)), Set.of());

    private static final Twin TWIN = new Twin(new UUID(0, 9), 3.5);
    private static final Image ASIDE = aside(Aside.WAITING, false, Map.of());
    private static final Image ASIDE_LABELLED = aside(Aside.WAITING, false, Map.of(ANNA, label(7)));
    private static final Image LEFT_OUT = aside(Aside.LEFT_OUT, false, Map.of(ANNA, label(7)));
    private static final Image TAKEN_IN = aside(Aside.TAKEN_IN, true, Map.of(ANNA, label(7)));

    private static final Add ADD = new Add(Pixels.of(new byte[784]), Split.TRAIN, OptionalInt.empty(), "test");
    private static final List<ImageCommand> COMMANDS = List.of(
            ADD,
            new GiveLabel(7, null, null),
            new RetractLabel(),
            new Skip(),
            new RetractSkip(),
            new Reject(),
            new RetractRejection(),
            new TakeIn(),
            new LeaveOut(),
            new Reconsider(),
            new Adjudicate(7, ""),
            new RetractAdjudication(),
            new AskReview(ReviewReason.AUDIT, 0.5));

    /** Anna's: in which of the states each command is taken, and the events that follow. */
    private static final Map<Class<? extends ImageCommand>, Map<Image, List<ImageEvent>>> DECIDED =
            new HashMap<>(Map.of(
                    Add.class,
                    Map.of(Image.NONE, List.of(new ImageAdded(ADD.pixels().sha256Hex(), Split.TRAIN, "test"))),
                    GiveLabel.class,
                    Map.of(
                            OPEN,
                            labelled(),
                            SKIPPED,
                            labelled(),
                            SETTLED,
                            labelled(),
                            OF_BOTH,
                            labelled(),
                            EARLIER,
                            labelled(),
                            ASIDE,
                            List.of(new LabelGiven(7, null, null)),
                            ASIDE_LABELLED,
                            List.of(new LabelGiven(7, null, null)),
                            LEFT_OUT,
                            List.of(new LabelGiven(7, null, null)),
                            TAKEN_IN,
                            labelled()),
                    RetractLabel.class,
                    Map.of(
                            SETTLED,
                            List.of(new LabelRetracted(), new LabelUnsettled(Split.TRAIN)),
                            OF_BOTH,
                            List.of(new LabelRetracted(), new LabelSettled(1, 1.0, Split.TRAIN)),
                            EARLIER,
                            List.of(new LabelRetracted()),
                            ASIDE_LABELLED,
                            List.of(new LabelRetracted()),
                            LEFT_OUT,
                            List.of(new LabelRetracted()),
                            TAKEN_IN,
                            List.of(new LabelRetracted(), new LabelUnsettled(Split.TRAIN))),
                    Skip.class,
                    Map.of(OPEN, List.of(new ImageSkipped())),
                    RetractSkip.class,
                    Map.of(SKIPPED, List.of(new SkipRetracted())),
                    Reject.class,
                    Map.of(
                            OPEN,
                            List.of(new ImageRejected()),
                            SKIPPED,
                            List.of(new ImageRejected()),
                            SETTLED,
                            List.of(new ImageRejected(), new LabelUnsettled(Split.TRAIN)),
                            OF_BOTH,
                            List.of(new ImageRejected(), new LabelUnsettled(Split.TRAIN)),
                            EARLIER,
                            List.of(new ImageRejected(), new LabelUnsettled(Split.TRAIN)),
                            TAKEN_IN,
                            List.of(new ImageRejected(), new LabelUnsettled(Split.TRAIN))),
                    RetractRejection.class,
                    Map.of(REJECTED, List.of(new RejectionRetracted())),
                    TakeIn.class,
                    Map.of(
                            ASIDE,
                            List.of(new ImageTakenIn()),
                            ASIDE_LABELLED,
                            List.of(new ImageTakenIn(), new LabelSettled(7, 1.0, Split.TRAIN)),
                            LEFT_OUT,
                            List.of(new ImageTakenIn(), new LabelSettled(7, 1.0, Split.TRAIN))),
                    LeaveOut.class,
                    Map.of(
                            ASIDE,
                            List.of(new ImageLeftOut()),
                            ASIDE_LABELLED,
                            List.of(new ImageLeftOut()),
                            TAKEN_IN,
                            List.of(new ImageLeftOut(), new LabelUnsettled(Split.TRAIN)))));

    static {
        Set<Image> used = Set.of(OPEN, SKIPPED, SETTLED, OF_BOTH, EARLIER, REJECTED, HELD_OUT, TAKEN_IN);
        Map<Image, List<ImageEvent>> adjudicated = new HashMap<>();
        used.forEach(state -> {
            List<ImageEvent> events = new ArrayList<>();
            events.add(new LabelAdjudicated(7, ""));
            if (!Integer.valueOf(7).equals(state.digit())) {
                events.add(new LabelSettled(7, 1.0, Split.TRAIN, 0, Basis.ADJUDICATED, 0));
            }
            adjudicated.put(state, events);
        });
        DECIDED.put(Adjudicate.class, adjudicated);
        DECIDED.put(RetractAdjudication.class, Map.of());
        DECIDED.put(
                AskReview.class,
                used.stream()
                        .collect(Collectors.toMap(
                                state -> state, state -> List.of(new ReviewAsked(ReviewReason.AUDIT, 0.5)))));
        // By the default policy, what is settled stays.
        DECIDED.put(
                Reconsider.class,
                everyState()
                        .filter(state -> state != Image.NONE)
                        .collect(Collectors.toMap(state -> state, state -> List.of())));
    }

    /** Anna's: the states in which each event can have happened. Images that are held out take labels that are known. */
    private static final Map<ImageEvent, Set<Image>> LEGAL = Map.ofEntries(
            Map.entry(new ImageAdded("0".repeat(64), Split.TRAIN, "test"), Set.of(Image.NONE)),
            Map.entry(new ImagePutAside("0".repeat(64), Split.TRAIN, "test", TWIN), Set.of(Image.NONE)),
            Map.entry(new ImageTakenIn(), Set.of(ASIDE, ASIDE_LABELLED, LEFT_OUT)),
            Map.entry(new ImageLeftOut(), Set.of(ASIDE, ASIDE_LABELLED, TAKEN_IN)),
            Map.entry(
                    new LabelGiven(7, null, null),
                    Set.of(
                            OPEN,
                            SKIPPED,
                            SETTLED,
                            OF_BOTH,
                            EARLIER,
                            HELD_OUT,
                            ASIDE,
                            ASIDE_LABELLED,
                            LEFT_OUT,
                            TAKEN_IN)),
            Map.entry(new LabelRetracted(), Set.of(SETTLED, OF_BOTH, EARLIER, ASIDE_LABELLED, LEFT_OUT, TAKEN_IN)),
            Map.entry(new LabelSettled(7, 1.0, Split.TRAIN), Set.of(SETTLED, OF_BOTH, EARLIER, HELD_OUT, TAKEN_IN)),
            Map.entry(new LabelUnsettled(Split.TRAIN), Set.of(SETTLED, OF_BOTH, EARLIER, HELD_OUT, TAKEN_IN)),
            Map.entry(
                    new LabelAdjudicated(7, ""),
                    Set.of(OPEN, SKIPPED, SETTLED, OF_BOTH, EARLIER, REJECTED, HELD_OUT, TAKEN_IN)),
            Map.entry(new AdjudicationRetracted(), Set.of()),
            Map.entry(
                    new ReviewAsked(ReviewReason.AUDIT, 0.5),
                    Set.of(OPEN, SKIPPED, SETTLED, OF_BOTH, EARLIER, REJECTED, HELD_OUT, TAKEN_IN)),
            Map.entry(new ReviewClosed(), Set.of()),
            // Of several annotators, one skips what the others have settled meanwhile, or what is put aside.
            Map.entry(
                    new ImageSkipped(),
                    Set.of(OPEN, SETTLED, OF_BOTH, EARLIER, HELD_OUT, ASIDE, ASIDE_LABELLED, LEFT_OUT, TAKEN_IN)),
            Map.entry(new SkipRetracted(), Set.of(SKIPPED)),
            Map.entry(new ImageRejected(), Set.of(OPEN, SKIPPED, SETTLED, OF_BOTH, EARLIER, HELD_OUT, TAKEN_IN)),
            Map.entry(new RejectionRetracted(), Set.of(REJECTED)));

    static Stream<Image> everyState() {
        return Stream.of(
                Image.NONE,
                OPEN,
                SKIPPED,
                SETTLED,
                OF_BOTH,
                EARLIER,
                REJECTED,
                HELD_OUT,
                ASIDE,
                ASIDE_LABELLED,
                LEFT_OUT,
                TAKEN_IN);
    }

    static Stream<Class<?>> everyCommand() {
        return Arrays.stream(ImageCommand.class.getPermittedSubclasses());
    }

    static Stream<Class<?>> everyEvent() {
        return Arrays.stream(ImageEvent.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("everyCommand")
    void every_command_is_decided_as_its_state_says_or_refused(Class<?> type) {
        ImageCommand command = example(COMMANDS, type);
        everyState().forEach(state -> {
            List<ImageEvent> events = DECIDED.get(type).get(state);
            if (events == null) {
                assertThatThrownBy(() -> state.decide(command, ANNA, null))
                        .as("%s in %s", command, state)
                        .isInstanceOf(RefusedException.class);
            } else {
                assertThat(state.decide(command, ANNA, null))
                        .as("%s in %s", command, state)
                        .isEqualTo(events);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("everyCommand")
    void every_command_has_a_fingerprint_of_its_own(Class<?> type) {
        byte[] fingerprint = fingerprint(example(COMMANDS, type));
        COMMANDS.stream()
                .filter(other -> other.getClass() != type)
                .forEach(other -> assertThat(fingerprint(other)).isNotEqualTo(fingerprint));
    }

    @ParameterizedTest
    @MethodSource("everyEvent")
    void every_event_is_folded_where_it_can_have_happened_and_nowhere_else(Class<?> type) {
        ImageEvent event = example(LEGAL.keySet(), type);
        everyState().forEach(state -> {
            if (LEGAL.get(event).contains(state)) {
                assertThat(state.evolve(event, ANNA, 9).version())
                        .as("%s in %s", event, state)
                        .isEqualTo(state.version() + 1);
            } else {
                assertThatThrownBy(() -> state.evolve(event, ANNA, 9))
                        .as("%s in %s", event, state)
                        .isInstanceOf(IllegalStateException.class);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("everyEvent")
    void every_event_has_a_stable_name(Class<?> type) {
        assertThat(ImageEventJson.types()).contains(ImageEventJson.type(example(LEGAL.keySet(), type)));
    }

    @ParameterizedTest
    @MethodSource("everyState")
    void what_is_decided_can_be_folded(Image state) {
        DECIDED.values().forEach(states -> {
            Image image = state;
            for (ImageEvent event : states.getOrDefault(state, List.of())) {
                image = image.evolve(event, ANNA, 9);
            }
            assertThat(image.version())
                    .isEqualTo(state.version()
                            + states.getOrDefault(state, List.of()).size());
        });
    }

    private static <T> T example(Iterable<T> examples, Class<?> type) {
        for (T example : examples) {
            if (example.getClass() == type) {
                return example;
            }
        }
        throw new AssertionError("expected an example of " + type + ": add one here");
    }

    private static byte[] fingerprint(ImageCommand command) {
        return new ImageRequest(ANNA, "key", new UUID(0, 3), null, command).fingerprint();
    }

    private static Image aside(Aside aside, boolean settled, Map<UUID, GivenLabel> labels) {
        return new Image(2, Split.TRAIN, false, settled ? 7 : null, labels, Set.of(), aside);
    }

    private static List<ImageEvent> labelled() {
        return List.of(new LabelGiven(7, null, null), new LabelSettled(7, 1.0, Split.TRAIN));
    }

    private static GivenLabel label(int digit) {
        return new GivenLabel(digit, 2);
    }

    private static Map<UUID, GivenLabel> ordered(UUID first, int its, UUID last, int digit) {
        Map<UUID, GivenLabel> labels = new LinkedHashMap<>();
        labels.put(first, label(its));
        labels.put(last, label(digit));
        return labels;
    }
}
