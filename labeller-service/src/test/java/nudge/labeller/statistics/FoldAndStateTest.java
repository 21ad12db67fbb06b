package nudge.labeller.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import nudge.events.Basis;
import nudge.events.Split;
import nudge.labeller.TestStore;
import nudge.labeller.database.Database;
import nudge.labeller.image.Image;
import nudge.labeller.image.ImageCommand;
import nudge.labeller.image.ImageCommand.Add;
import nudge.labeller.image.ImageCommand.Adjudicate;
import nudge.labeller.image.ImageCommand.Reconsider;
import nudge.labeller.image.ImageCommand.Reject;
import nudge.labeller.image.ImageCommand.RetractAdjudication;
import nudge.labeller.image.ImageCommand.RetractLabel;
import nudge.labeller.image.ImageCommand.RetractRejection;
import nudge.labeller.image.ImageCommand.RetractSkip;
import nudge.labeller.image.ImageCommand.Skip;
import nudge.labeller.image.ImageProjections;
import nudge.labeller.image.ImageRequest;
import nudge.labeller.image.LogRequest;
import nudge.labeller.image.QualityRequest;
import nudge.labeller.image.Receipt;
import nudge.labeller.image.RefusedException;
import nudge.labeller.quality.QualityCommand;
import nudge.labeller.quality.QualityCommand.ChooseGold;
import nudge.labeller.quality.QualityCommand.Distrust;
import nudge.labeller.quality.QualityCommand.SetPolicy;
import nudge.labeller.quality.QualityCommand.TrustAgain;
import nudge.labeller.quality.QualityQueries;
import nudge.labeller.quality.QualityState;
import nudge.quality.Policy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is followed in memory and what decisions are taken on are two folds of one log: they say the same. */
@Tag("server")
class FoldAndStateTest {
    private static final int IMAGES = 60;
    private static final int COMMANDS = 3_000;
    /** In one transaction. */
    private static final int TOGETHER = 20;

    private static final UUID ADMIN = new UUID(9, 9);

    private final Random random = new Random(1979);
    /** Positions of labels that came with their images. */
    private final Set<Long> imported = new HashSet<>();

    @Test
    void whatever_people_do_the_fold_says_of_each_image_and_person_what_the_state_says() throws Exception {
        try (TestStore store = new TestStore();
                LabelHistory history = new LabelHistory(new Database(store.database()))) {
            int refused = 0;
            for (int i = 0; i < COMMANDS / TOGETHER; i++) {
                refused += submit(store);
            }
            assertThat(refused).isLessThan(COMMANDS * 2 / 3);
            Database database = new Database(store.database());
            Map<UUID, Image> states = database.withHandle(handle -> ImageProjections.load(handle, ids()));
            QualityState quality = new QualityQueries(database).state();
            assertThat(states).hasSizeGreaterThan(IMAGES / 2);
            history.read(fold -> {
                states.forEach((id, image) -> compare(fold, id, image));
                assertThat(fold.quality()).isEqualTo(quality);
                return null;
            });
        }
    }

    private void compare(LabelFold fold, UUID id, Image image) {
        int number = fold.images().find(id);
        assertThat(fold.images().digit(number)).isEqualTo(image.digit() == null ? ImageColumns.NONE : image.digit());
        assertThat(fold.images().rejected(number)).isEqualTo(image.rejected());
        assertThat(fold.images().aside(number)).isEqualTo(image.putAside());
        assertThat(fold.images().heldOut(number)).isEqualTo(image.split() == Split.HELD_OUT);
        if (image.digit() != null) {
            Basis basis = image.verdict().basis();
            assertThat(fold.images().known(number)).isEqualTo(basis == Basis.IMPORT || basis == Basis.ADJUDICATED);
            assertThat(fold.images().settledByCrowd(number)).isEqualTo(basis == Basis.POSTERIOR);
        }
        Map<UUID, Integer> expected = new LinkedHashMap<>();
        image.labels().forEach((person, label) -> {
            if (!imported.contains(label.position())) {
                expected.put(person, label.digit());
            }
        });
        Map<UUID, Integer> found = new HashMap<>();
        for (int place = fold.images().lastLabel(number);
                place != LabelColumns.NONE;
                place = fold.labels().previous(place)) {
            found.put(
                    fold.people().id(fold.labels().annotator(place)),
                    fold.labels().digit(place));
        }
        assertThat(found).isEqualTo(expected);
    }

    /** @return how many were refused */
    private int submit(TestStore store) {
        List<LogRequest> requests = new ArrayList<>();
        for (int i = 0; i < TOGETHER; i++) {
            requests.add(random.nextInt(200) == 0 ? quality() : image());
        }
        List<CompletableFuture<Receipt>> answers = store.log().submitAll(requests);
        int refused = 0;
        for (int i = 0; i < TOGETHER; i++) {
            try {
                Receipt receipt = answers.get(i).join();
                if (requests.get(i) instanceof ImageRequest of
                        && of.command() instanceof Add add
                        && add.digit().isPresent()) {
                    // The label, and then that it is settled.
                    imported.add(receipt.position() - 1);
                }
            } catch (CompletionException failed) {
                assertThat(failed.getCause()).isInstanceOf(RefusedException.class);
                refused++;
            }
        }
        return refused;
    }

    private static List<UUID> ids() {
        List<UUID> ids = new ArrayList<>();
        for (int image = 0; image < IMAGES; image++) {
            ids.add(TestStore.pixels(image).imageId());
        }
        return ids;
    }

    private UUID person() {
        return new UUID(7, random.nextInt(6));
    }

    private LogRequest image() {
        int image = random.nextInt(IMAGES);
        ImageCommand command = switch (random.nextInt(16)) {
            case 0 -> new RetractLabel();
            case 1 -> new Skip();
            case 2 -> new RetractSkip();
            case 3 -> new Reject();
            case 4 -> new RetractRejection();
            case 5 ->
                new Add(
                        TestStore.pixels(image),
                        random.nextInt(4) > 0 ? Split.TRAIN : Split.HELD_OUT,
                        random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt(3)),
                        "test");
            case 6 -> new Adjudicate(random.nextInt(4) == 0 ? null : random.nextInt(3), "");
            case 7 -> new RetractAdjudication();
            case 8 -> new Reconsider();
            default -> TestStore.label(random.nextInt(3));
        };
        return new ImageRequest(person(), null, TestStore.pixels(image).imageId(), null, command);
    }

    private LogRequest quality() {
        QualityCommand command = switch (random.nextInt(5)) {
            case 0 -> new SetPolicy(new Policy.Solo());
            case 1 -> new Distrust(person(), random.nextInt(3_000), null);
            case 2 -> new TrustAgain(person(), 0);
            case 3 ->
                new ChooseGold(Map.of(TestStore.pixels(random.nextInt(IMAGES)).imageId(), random.nextInt(3)), "test");
            default ->
                new SetPolicy(
                        Policy.Crowd.of(Map.of("settle_at", 0.8 + random.nextInt(15) / 100.0, "unsettle_below", 0.5)));
        };
        return new QualityRequest(ADMIN, command);
    }
}
