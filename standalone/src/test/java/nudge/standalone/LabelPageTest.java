package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;
import tools.jackson.databind.JsonNode;

/** The page on which people spend their hours. */
@Tag("server")
@ExtendWith(PagesNudge.Shared.class)
class LabelPageTest {
    private static final String LABEL_REQUESTS = "*/api/images/*/label";

    private final PagesNudge nudge;
    private final Chromium page;

    LabelPageTest(PagesNudge nudge) {
        this.nudge = nudge;
        this.page = nudge.browser;
    }

    /** A session of its own. */
    @BeforeEach
    void open() {
        page.closeTab();
        page.open("/");
        page.awaitNextImage("");
    }

    /** Presses 3 so many times, faster than any screen paints. */
    private static final String SLIPS = """
            const key = { key: "3", code: "Digit3", bubbles: true };
            for (let left = arguments[0]; left > 0; left--) document.body.dispatchEvent(new KeyboardEvent("keydown", key));
            """;

    @Test
    void ten_digits_are_labelled_by_keyboard_one_is_undone_and_the_accuracy_curve_moves() {
        label(10);
        page.await(() -> page.text("#label-count").equals("10"));
        page.await(() -> page.text("#accuracy").matches("(?s).*\\d+\\.\\d.*"));
        String accuracy = page.text("#accuracy");
        String shown = page.image();
        page.press(Keys.BACK_SPACE);
        page.await(() -> page.text("#label-count").equals("9"));
        assertThat(page.image()).as("the undone image is on show again").isNotEqualTo(shown);
        page.press("3");
        page.await(() -> page.text("#label-count").equals("10"));
        for (int i = 0; i < 20 && page.text("#accuracy").equals(accuracy); i++) {
            label(1);
        }
        page.await(() -> !page.text("#accuracy").equals(accuracy));
        assertThat(page.all("#chart canvas")).isNotEmpty();
    }

    @Test
    void skip_no_digit_suggestions_keys_and_a_correction_work_by_keyboard() throws InterruptedException {
        String skipped = page.image();
        page.press("s");
        String rejected = page.awaitNextImage(skipped);
        page.press("x");
        String labelled = page.awaitNextImage(rejected);
        page.press("1");
        page.awaitNextImage(labelled);
        page.press("h");
        assertThat(page.text("#suggestion")).isEqualTo("Suggestions hidden");
        page.press("h", "?");
        page.await(() -> page.one("#keys").isDisplayed());
        page.press(Keys.ESCAPE);
        page.await(() -> !page.one("#keys").isDisplayed());
        page.choose("#strip .frame[data-image='" + labelled + "']");
        page.await(() -> page.image().equals(labelled));
        page.press("2");
        page.await(() -> page.each("#strip .frame", "data-stage").stream().noneMatch("unsent"::equals));
        assertThat(nudge.labels(labelled))
                .extracting(label -> label.get("data").get("digit").asInt())
                .endsWith(2);
        assertThat(nudge.api.get("/api/images/" + rejected).get("rejected").asBoolean())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "4, ArrowLeft, Numpad4", // without NumLock
        "4, 4, Numpad4",
        "7, è, Digit7", // French
        "7, ٧, Digit7", // Arabic
        "9, ９, Digit9", // full width
        "3, Process, Digit3", // an input method
        "skip, Process, KeyS",
        "skip, ы, KeyS", // Russian
        "skip, σ, KeyS", // Greek
        "skip, ｓ, KeyS",
        "reject, ч, KeyX",
        "reject, *, NumpadMultiply"
    })
    void keys_of_any_keyboard_decide(String decided, String key, String code) throws InterruptedException {
        String image = page.image();
        page.pressKey(key, code);
        page.awaitNextImage(image);
        page.awaitStatus("All labels saved");
        page.await(() -> page.each("#strip .frame", "data-stage").stream().noneMatch("unsent"::equals));
        JsonNode state = nudge.api.get("/api/images/" + image);
        switch (decided) {
            case "skip" -> assertThat(nudge.labels(image)).isEmpty();
            case "reject" -> assertThat(state.get("rejected").asBoolean()).isTrue();
            default ->
                assertThat(nudge.labels(image).get(0).get("data").get("digit").asString())
                        .isEqualTo(decided);
        }
    }

    @Test
    void labels_of_an_offline_minute_are_kept_shown_and_arrive_exactly_once() throws InterruptedException {
        page.offline(true);
        List<String> images = label(5);
        page.awaitStatus("Offline\\. 5 labels kept on this device\\.");
        assertThat(page.each("#strip .frame", "data-stage")).containsOnly("unsent");
        for (String image : images) {
            assertThat(nudge.labels(image)).isEmpty();
        }
        page.offline(false);
        page.awaitStatus("All labels saved");
        assertArrivedOnce(images);
    }

    @Test
    void neither_a_reload_nor_a_closed_tab_loses_or_doubles_an_unsent_label() throws InterruptedException {
        page.block(LABEL_REQUESTS);
        List<String> images = new ArrayList<>(label(3));
        page.awaitStatus(".*3 labels kept on this device\\.");
        page.reload();
        page.awaitNextImage("");
        assertThat(page.each("#strip .frame", "data-image")).contains(images.toArray(String[]::new));
        images.addAll(label(2));
        page.awaitStatus(".*5 labels kept on this device\\.");
        page.closeTab();
        page.block(LABEL_REQUESTS);
        page.open("/");
        page.awaitStatus(".*5 labels kept on this device\\.");
        page.block();
        page.awaitStatus("All labels saved");
        assertArrivedOnce(images);
    }

    @Test
    void keys_that_slip_decide_no_image_that_nobody_saw_and_that_is_said() {
        page.awaitNextImage("");
        page.press(Keys.ESCAPE);
        int before = Integer.parseInt(page.text("#label-count"));
        page.script(SLIPS, 8);
        page.await(() -> page.text("#note").startsWith("Ignored: that was before"));
        page.await(() -> page.text("#label-count").equals(String.valueOf(before + 1)));
        assertThat(page.text("#label-count")).as("labels").isEqualTo(String.valueOf(before + 1));
    }

    @Test
    void a_person_never_sends_what_another_left_unsent_in_the_same_browser() throws InterruptedException {
        try (Chromium shared = nudge.newBrowser()) {
            shared.accept(nudge.invite("annotator"), "Grace Hopper", PagesNudge.PASSWORD);
            shared.awaitNextImage("");
            shared.block(LABEL_REQUESTS);
            String image = shared.image();
            shared.press("4");
            shared.awaitStatus(".*1 label kept on this device\\.");
            shared.open("/account.html");
            shared.await(() -> shared.text("#unsent").startsWith("1 label not sent yet"));
            shared.choose("#sign-out");
            shared.awaitPath("/sign-in.html");
            shared.block();
            shared.accept(nudge.invite("annotator"), "Edsger Dijkstra", PagesNudge.PASSWORD);
            shared.awaitStatus("1 label of somebody else waits here until they sign in again\\.");
            shared.awaitNextImage("");
            shared.press("5");
            shared.awaitStatus("1 label of somebody else .*");
            assertThat(nudge.labels(image)).isEmpty();
            shared.open("/account.html");
            shared.choose("#sign-out");
            shared.awaitPath("/sign-in.html");
            shared.signIn("Grace Hopper", PagesNudge.PASSWORD);
            shared.awaitPath("/");
            shared.awaitStatus("All labels saved");
            assertArrivedOnce(List.of(image));
        }
    }

    /** Labels by keyboard, and returns the images. */
    private List<String> label(int count) {
        List<String> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String image = page.awaitNextImage("");
            page.press(String.valueOf(i % 10));
            page.awaitNextImage(image);
            images.add(image);
        }
        return images;
    }

    private void assertArrivedOnce(List<String> images) throws InterruptedException {
        for (String image : images) {
            assertThat(nudge.labels(image)).as(image).hasSize(1);
        }
    }
}
