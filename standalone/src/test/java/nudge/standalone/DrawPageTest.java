package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;

/** Drawing with a pointer, and by keyboard alone. */
@Tag("server")
@ExtendWith(PagesNudge.Shared.class)
class DrawPageTest {
    /** All that comes after the server has the label. */
    private static final Set<String> LEARNED = Set.of("saved", "learned", "held-out");

    private final Chromium page;

    DrawPageTest(PagesNudge nudge) {
        this.page = nudge.browser;
    }

    @BeforeEach
    void open() {
        page.closeTab();
        page.open("/draw.html");
        page.await(() -> page.one("#paper").isDisplayed());
    }

    @Test
    void the_network_reads_a_drawing_while_it_grows_and_learns_it_by_one_key() {
        draw();
        page.await(() -> page.text("#reading").matches("\\d"));
        page.press("7");
        page.await(() -> page.all("#labelled-drawings li").size() == 1);
        page.awaitStatus("All labels saved");
        page.reload();
        page.await(() -> page.all("#labelled-drawings li").size() == 1);
    }

    @Test
    void a_one_is_drawn_and_taught_by_keyboard_alone() {
        page.tabTo("#paper");
        page.press(Keys.SPACE);
        for (int i = 0; i < 17; i++) {
            page.press(Keys.ARROW_DOWN);
        }
        page.press(Keys.SPACE);
        page.await(() -> page.text("#reading").matches("\\d"));
        String reading = page.text("#sure");
        page.press(Keys.ARROW_LEFT, Keys.ARROW_LEFT, Keys.ARROW_LEFT);
        assertThat(page.text("#sure")).as("the lifted pen draws nothing").isEqualTo(reading);
        page.press("?");
        page.await(() -> page.one("#keys").isDisplayed());
        assertThat(page.text("#keys")).contains("Put the pen down");
        page.press("?");
        page.await(() -> !page.one("#keys").isDisplayed());
        page.press("1");
        page.await(
                () -> page.each("#labelled-drawings li", "data-state").stream().anyMatch(LEARNED::contains));
    }

    @Test
    void strokes_are_undone_and_the_paper_is_cleared_by_keyboard() {
        draw();
        page.await(() -> page.text("#reading").matches("\\d"));
        page.press("u");
        page.await(() -> page.text("#reading").equals("–"));
        draw();
        page.press("c");
        page.await(() -> page.text("#reading").equals("–"));
        draw();
        page.await(() -> page.text("#reading").matches("\\d"));
        page.tabTo("#output-bars [data-digit='1']");
        page.press(Keys.SPACE);
        page.await(() -> page.all("#labelled-drawings li").size() == 1);
    }

    @Test
    void keys_of_any_keyboard_clear_the_paper_and_label_what_is_on_it() {
        draw();
        page.await(() -> page.text("#reading").matches("\\d"));
        page.pressKey("с", "KeyC"); // Russian
        page.await(() -> page.text("#reading").equals("–"));
        draw();
        page.await(() -> page.text("#reading").matches("\\d"));
        page.pressKey("ArrowLeft", "Numpad4"); // without NumLock
        page.await(() -> page.all("#labelled-drawings li").size() == 1);
    }

    @Test
    void a_drawing_of_an_offline_minute_survives_a_closed_tab() {
        page.offline(true);
        draw();
        page.press("1");
        page.await(() -> page.all("#labelled-drawings li").size() == 1);
        page.closeTab();
        page.open("/draw.html");
        page.await(
                () -> page.each("#labelled-drawings li", "data-state").stream().anyMatch(LEARNED::contains));
        page.awaitStatus("All labels saved");
    }

    /** A stroke from the top to the bottom, somewhat slanted; another one each time. */
    private void draw() {
        double slant = System.nanoTime() % 1_000 / 4_000.0;
        page.draw(0.125, -0.25, 0.125 - slant / 2, 0, 0.125 - slant, 0.25);
    }
}
