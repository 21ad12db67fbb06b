package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.Rectangle;

/** A photo of a page: its boxes are corrected, its rows are typed, and its digits come into the pool. */
@Tag("server")
@ExtendWith(PagesNudge.Shared.class)
class SheetPageTest {
    private final Chromium page;

    @TempDir
    private Path folder;

    SheetPageTest(PagesNudge nudge) {
        this.page = nudge.browser;
    }

    @BeforeEach
    void open() throws IOException {
        page.closeTab();
        page.open("/sheet.html");
        page.await(() -> page.one("#choose").isEnabled());
        page.one("#file").sendKeys(SheetPhoto.write(folder.resolve("page.png")).toString());
        page.await(() -> page.all("#boxes .box").size() == 8);
    }

    @Test
    void digits_are_corrected_and_labelled_by_keyboard_alone_and_a_text_that_does_not_fit_is_held_back() {
        assertThat(page.text("#said")).startsWith("8 digits in 2 rows found");
        page.tabTo("#boxes .box");
        page.press(Keys.ARROW_RIGHT, "s");
        page.await(() -> page.all("#boxes .box").size() == 9);
        page.press("u");
        page.await(() -> page.all("#boxes .box").size() == 8);
        page.press(Keys.ARROW_DOWN);
        page.await(() -> focusedLabel().startsWith("Row 2, box 2 of 3"));
        page.press(Keys.DELETE);
        page.await(() -> page.all("#boxes .box").size() == 7);
        page.press(Keys.chord(Keys.SHIFT, Keys.ARROW_LEFT));
        page.tabTo("#row-1");
        page.press("7210");
        page.await(() -> page.text("#row-1-problem").equals("5 boxes, 4 typed."));
        assertThat(page.one("#store").isEnabled()).isFalse();
        page.press("4");
        page.await(() -> page.one("#store").isEnabled());
        page.tabTo("#row-2");
        page.press("1?");
        page.choose("#store");
        page.await(() -> page.text("#done").equals("7 added, 6 labelled of 7."));
        page.choose("#store");
        page.await(() -> page.text("#done").equals("7 added, 6 labelled of 7."));
    }

    @Test
    void a_box_is_drawn_moved_and_sized_by_pointer_and_what_it_holds_is_shown() {
        Rectangle frame = page.one("#boxes").getRect();
        drag(frame, 0.85, 0.6, 0.95, 0.8);
        page.await(() -> page.all("#boxes .box").size() == 9);
        assertThat(page.all(".picture[data-empty=true]")).hasSize(1);
        String before = page.one("#boxes .box[aria-pressed=true]").getAttribute("style");
        drag(frame, 0.9, 0.7, 0.88, 0.72);
        page.await(() -> !page.one("#boxes .box[aria-pressed=true]")
                .getAttribute("style")
                .equals(before));
        String moved = page.one("#boxes .box[aria-pressed=true]").getAttribute("style");
        drag(frame, 0.93, 0.82, 0.96, 0.9);
        page.await(() -> !page.one("#boxes .box[aria-pressed=true]")
                .getAttribute("style")
                .equals(moved));
        page.press("u", "u", "u");
        page.await(() -> page.all("#boxes .box").size() == 8);
        assertThat(page.all(".picture[data-empty=true]")).isEmpty();
    }

    private String focusedLabel() {
        return String.valueOf(page.focused().getAttribute("aria-label"));
    }

    /** In shares of the photo. */
    private void drag(Rectangle frame, double fromX, double fromY, double toX, double toY) {
        List<String> types = List.of("mousePressed", "mouseMoved", "mouseMoved", "mouseReleased");
        for (int i = 0; i < types.size(); i++) {
            double share = Math.min(2, i) / 2.0;
            double scrolled = ((Number) page.script("return scrollY")).doubleValue();
            page.devTools(
                    "Input.dispatchMouseEvent",
                    Map.of(
                            "type",
                            types.get(i),
                            "button",
                            "left",
                            "buttons",
                            1,
                            "clickCount",
                            1,
                            "x",
                            frame.x + frame.width * (fromX + share * (toX - fromX)),
                            "y",
                            frame.y - scrolled + frame.height * (fromY + share * (toY - fromY))));
        }
    }
}
