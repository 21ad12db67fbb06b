package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;
import tools.jackson.databind.JsonNode;

/** Sheets of images that the network reads as the same digit. */
@Tag("server")
@ExtendWith(PagesNudge.Shared.class)
class BulkPageTest {
    private final PagesNudge nudge;
    private final Chromium page;

    BulkPageTest(PagesNudge nudge) {
        this.nudge = nudge;
        this.page = nudge.browser;
    }

    @BeforeEach
    void open() {
        page.closeTab();
        page.open("/bulk.html");
        page.await(() -> !page.all(".cell").isEmpty());
    }

    @Test
    void a_sheet_is_marked_keyed_confirmed_and_taken_back_by_keyboard() throws InterruptedException {
        List<String> sheet = images();
        page.press(Keys.ARROW_RIGHT, Keys.SPACE, Keys.ARROW_RIGHT, "9");
        assertThat(page.text("#left-out")).isEqualTo("1 left out");
        page.press(Keys.ENTER);
        page.await(() -> page.text("#note").matches("\\d+ labels saved in \\d+ ms"));
        page.await(() -> !images().isEmpty() && !images().equals(sheet));
        List<String> following = images();
        assertThat(labels(sheet.get(0))).containsExactly(0);
        assertThat(labels(sheet.get(1))).isEmpty();
        assertThat(labels(sheet.get(2))).containsExactly(9);

        page.press("u");
        page.await(() -> page.text("#note").matches("\\d+ labels taken back"));
        assertThat(images()).isEqualTo(sheet);
        assertThat(page.each(".cell", "data-mark")).startsWith("", "out", "other");
        page.await(() -> digit(sheet.get(0)) == null);

        page.press(Keys.ENTER);
        page.await(() -> page.text("#note").matches("\\d+ labels saved in \\d+ ms"));
        assertThat(images()).as("the sheet that was pushed aside").isEqualTo(following);
        page.await(() -> Integer.valueOf(9).equals(digit(sheet.get(2))));
    }

    @Test
    void sheets_of_an_offline_minute_are_kept_and_one_that_is_taken_back_never_leaves() throws InterruptedException {
        // The first digit's sheets may run short: every test opens the page with them.
        page.press(Keys.PAGE_DOWN);
        page.await(() -> page.text("#which").equals("1") && !images().isEmpty());
        awaitNextSheet(1);
        page.offline(true);
        List<String> first = images();
        int labelled = labels(first.get(0)).size();
        page.press(Keys.ENTER);
        page.await(() -> !images().isEmpty() && !images().equals(first));
        List<String> second = images();
        int undone = labels(second.get(0)).size();
        page.press(Keys.ENTER);
        page.awaitStatus("Offline\\. 80 labels kept on this device\\.");
        page.press("u");
        page.awaitStatus("Offline\\. 40 labels kept on this device\\.");
        page.offline(false);
        page.awaitStatus("All labels saved");
        assertThat(labels(first.get(0))).hasSize(labelled + 1);
        assertThat(labels(second.get(0))).hasSize(undone);
    }

    @Test
    void cells_are_marked_by_the_digits_of_any_keyboard() {
        page.press(Keys.HOME);
        page.pressKey("٩", "Digit9"); // Arabic
        page.press(Keys.ARROW_RIGHT);
        page.pressKey("ArrowLeft", "Numpad4"); // without NumLock
        page.press(Keys.ARROW_RIGHT);
        page.pressKey("Process", "Digit7"); // an input method
        page.await(() -> page.each(".cell", "data-mark").subList(0, 3).equals(List.of("other", "other", "other")));
        assertThat(page.each(".cell", "aria-label").subList(0, 3)).containsExactly("9, not 0", "4, not 0", "7, not 0");
    }

    @Test
    void another_digit_is_chosen_by_keyboard() {
        List<String> zeros = images();
        page.press(Keys.PAGE_DOWN);
        page.await(() -> page.text("#which").equals("1") && !images().isEmpty());
        assertThat(images()).doesNotContainAnyElementsOf(zeros);
        page.choose(".pick[data-digit='3']");
        page.await(() -> page.text("#which").equals("3") && !images().isEmpty());
    }

    @Test
    void a_sheet_is_taken_back_after_a_reload() {
        List<String> sheet = images();
        page.press(Keys.ARROW_RIGHT, Keys.SPACE, Keys.ENTER);
        page.await(() -> page.text("#note").matches("\\d+ labels saved in \\d+ ms"));
        page.reload();
        // The other tests may have used up what the network reads as this digit: an empty page takes back as well.
        page.await(() -> !images().isEmpty() || page.text("#message h2").equals("Nothing left here"));
        page.press("u");
        page.await(() -> page.text("#note").matches("\\d+ labels taken back"));
        assertThat(images()).isEqualTo(sheet);
        assertThat(page.each(".cell", "data-mark")).startsWith("", "out", "");
        page.await(() -> digit(sheet.get(0)) == null);
    }

    /** Until the sheet after this one has come, with its pictures. */
    private void awaitNextSheet(int digit) {
        page.await(() -> (Boolean) page.script("return performance.getEntriesByType('resource')"
                + ".filter(e => e.name.includes('/api/bulk?digit=" + digit + "&')).length >= 2"));
    }

    private List<String> images() {
        return page.each(".cell", "data-image");
    }

    private List<Integer> labels(String image) throws InterruptedException {
        return nudge.labels(image).stream()
                .map(label -> label.get("data").get("digit").asInt())
                .toList();
    }

    private @Nullable Integer digit(String image) {
        try {
            JsonNode digit = nudge.api.get("/api/images/" + image).get("digit");
            return digit.isNull() ? null : digit.asInt();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
