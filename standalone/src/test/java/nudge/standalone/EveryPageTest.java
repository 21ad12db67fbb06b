package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;

/**
 * What holds for every page: axe-core finds nothing serious, in light, in dark and on a phone, which it fits, and
 * at 400 % nobody scrolls sideways.
 */
@Tag("server")
@ExtendWith(PagesNudge.Shared.class)
class EveryPageTest {
    private static Chromium stranger;

    @TempDir
    private Path folder;

    private final PagesNudge nudge;

    EveryPageTest(PagesNudge nudge) {
        this.nudge = nudge;
    }

    @AfterAll
    static void close() {
        if (stranger != null) {
            stranger.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "label, /, #strip .frame, 6",
        "bulk, /bulk.html, .cell, 1",
        "draw, /draw.html, #output-bars button, 10",
        "images, /images.html, #grid .cell, 20",
        "explain, /explain.html, .neuron, 42",
        "sheet, /sheet.html, #boxes .box, 8",
        "account, /account.html, #pages a, 4",
        "tokens, /tokens.html, #pages a, 4",
        "people, /people.html, #rows tr, 1",
        "audit, /audit.html, #rows tr, 20",
        "quality-solo, /quality.html, #progress dd, 5",
        "review-empty, /review.html, #queues button, 6"
    })
    void axe_finds_nothing_and_no_page_is_wider_than_a_phone(String name, String path, String part, int parts)
            throws IOException {
        nudge.browser.closeTab();
        nudge.browser.open(path);
        switch (name) {
            case "label" -> label(parts);
            case "draw" ->
                nudge.browser.draw(-0.2, -0.15, -0.1, -0.22, 0.05, -0.22, 0.15, -0.12, 0.1, 0, -0.15, 0.22, 0.2, 0.2);
            case "sheet" -> {
                nudge.browser.await(() -> nudge.browser.one("#choose").isEnabled());
                nudge.browser
                        .one("#file")
                        .sendKeys(SheetPhoto.write(folder.resolve("page.png")).toString());
            }
            default -> {}
        }
        assertSound(nudge.browser, name, part, parts);
    }

    private void label(int count) {
        for (int i = 0; i < count; i++) {
            String image = nudge.browser.awaitNextImage("");
            nudge.browser.press(String.valueOf(nudge.digit(image)));
            nudge.browser.awaitNextImage(image);
        }
    }

    @ParameterizedTest
    @CsvSource({"sign-in, #form button", "welcome, #form button", "link-used, #closed a"})
    void nor_is_anything_wrong_outside(String name, String part) throws IOException, InterruptedException {
        if (stranger == null) {
            stranger = nudge.newBrowser();
        }
        switch (name) {
            case "welcome" -> stranger.visit(nudge.invite("annotator"));
            case "link-used" -> stranger.open("/welcome.html?#nudge_" + "A".repeat(43));
            default -> stranger.open("/sign-in.html");
        }
        assertSound(stranger, name, part, 1);
    }

    static void assertSound(Chromium page, String name, String part, int parts) throws IOException {
        page.await(() -> page.all(part).size() >= parts && page.one(part).isDisplayed());
        for (boolean dark : new boolean[] {true, false}) {
            page.dark(dark);
            page.awaitStill();
            String scheme = dark ? "dark" : "light";
            assertThat(page.violations()).as(name + ", " + scheme).isEmpty();
            page.screenshot(name + "-" + scheme);
        }
        page.phone(true);
        page.awaitStill();
        assertThat(page.width()).as("width of " + name).isLessThanOrEqualTo(360);
        assertThat(page.violations()).as(name + ", phone").isEmpty();
        page.screenshot(name + "-phone");
        page.phone(false);
        assertFitsWhenZoomed(page, name);
    }

    /** WCAG 1.4.10: at 320 pixels nothing is read by scrolling sideways. */
    private static void assertFitsWhenZoomed(Chromium page, String name) {
        page.zoomed(true);
        for (boolean dark : new boolean[] {true, false}) {
            page.dark(dark);
            page.awaitStill();
            String scheme = dark ? "dark" : "light";
            assertThat(page.tooWide()).as(name + " at 400 %, " + scheme).isEmpty();
        }
        page.zoomed(false);
    }

    /** What opens over a page, and what comes into it. */
    @ParameterizedTest
    @CsvSource({
        "keys, /, #strip, ?, #keys",
        "history, /images.html, #grid .cell, ENTER, #timeline",
        "token, /tokens.html, #name, a program of a very long name without any room in it_____________, #made",
        "invitation, /people.html, #note, somebody_with_a_very_long_name_without_any_room_in_it, #made",
        "offline, /bulk.html, .cell, , #status",
        "no-match, /images.html, #id, ffffffffffffffff, #message"
    })
    void nor_is_what_opens_there_wider_than_320_pixels(
            String name, String path, String part, @Nullable String keys, String opened) {
        Chromium page = nudge.browser;
        page.closeTab();
        page.open(path);
        page.await(() -> !page.all(part).isEmpty());
        switch (name) {
            case "keys" -> {
                page.awaitNextImage("");
                page.press(String.valueOf(keys));
            }
            case "history" -> {
                page.tabTo(part);
                page.press(Keys.ENTER);
                page.await(() -> page.text("#timeline").contains("Added"));
            }
            case "token", "invitation" -> {
                page.tabTo(part);
                page.press(String.valueOf(keys));
                page.choose("#form [type=submit]");
            }
            case "offline" -> {
                page.offline(true);
                page.awaitStatus("Offline.*");
            }
            default -> {
                page.tabTo(part);
                page.press(String.valueOf(keys));
                page.await(() -> page.text("#message").startsWith("No "));
            }
        }
        page.await(() -> page.one(opened).isDisplayed());
        assertFitsWhenZoomed(page, name);
        page.offline(false);
    }
}
