package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What holds for every page: axe-core finds nothing serious, in light, in dark and on a phone, which it fits. */
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
        "sheet, /sheet.html, #boxes .box, 8",
        "account, /account.html, #pages a, 4",
        "tokens, /tokens.html, #pages a, 4",
        "people, /people.html, #rows tr, 1",
        "audit, /audit.html, #rows tr, 20"
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

    private static void assertSound(Chromium page, String name, String part, int parts) throws IOException {
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
    }
}
