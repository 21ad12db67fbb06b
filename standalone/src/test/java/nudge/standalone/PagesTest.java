package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.selenium.AxeBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The pages in a real Chromium, on real digits, with everything behind them. */
class PagesTest {
    @TempDir
    private static Path folder;

    private static NudgeProcess nudge;
    private static ChromeDriver browser;

    @BeforeAll
    static void start() throws IOException {
        nudge = NudgeProcess.start(folder.resolve("data"), NudgeProcess.freePort());
        ChromeOptions options = new ChromeOptions();
        options.setBinary("/usr/bin/chromium");
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--user-data-dir=" + folder.resolve("browser"));
        System.setProperty("webdriver.chrome.driver", "/usr/bin/chromedriver");
        browser = new ChromeDriver(options);
        browser.manage().window().setSize(new Dimension(1280, 860));
        becomeAdministrator();
    }

    /** By keyboard, with the link that the terminal shows. */
    private static void becomeAdministrator() {
        browser.get(nudge.firstAdministratorLink());
        await(page -> browser.switchTo().activeElement().getAttribute("id").equals("name"));
        press("Ada Lovelace");
        press(Keys.TAB);
        press("analytical engines weave");
        press(Keys.TAB);
        press("analytical engines weave");
        press(Keys.ENTER);
        await(page -> browser.getCurrentUrl().equals(nudge.http() + "/"));
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.quit();
        }
        if (nudge != null) {
            nudge.close();
        }
    }

    @Test
    void ten_digits_are_labelled_by_keyboard_one_is_undone_and_the_accuracy_curve_moves() throws IOException {
        browser.get(nudge.http());
        String shown = awaitNextImage("");
        for (int i = 0; i < 10; i++) {
            press(String.valueOf(i));
            shown = awaitNextImage(shown);
        }
        await(page -> text("label-count").contains("10"));
        await(page -> text("accuracy").matches("(?s).*\\d+\\.\\d.*"));
        String accuracy = text("accuracy");
        press(Keys.BACK_SPACE);
        await(page -> text("label-count").contains("9"));
        // The undone image is on the stage again.
        assertThat(image()).isNotEqualTo(shown);
        press("3");
        await(page -> text("label-count").contains("10"));
        for (int i = 0; i < 20 && text("accuracy").equals(accuracy); i++) {
            shown = awaitNextImage("");
            press(String.valueOf(i % 10));
            awaitNextImage(shown);
        }
        await(page -> !text("accuracy").equals(accuracy));
        assertThat(browser.findElements(By.cssSelector("#chart canvas"))).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bulk.html",
                "draw.html",
                "images.html",
                "account.html",
                "tokens.html",
                "people.html",
                "audit.html"
            })
    void axe_finds_nothing_on_any_page_in_light_and_dark_and_no_page_is_wider_than_a_phone(String page)
            throws IOException {
        String name = page.isEmpty() ? "label" : page.replace(".html", "");
        browser.get(nudge.http() + "/" + page);
        await(loaded -> !browser.findElements(By.cssSelector("#shell nav a")).isEmpty());
        for (String scheme : List.of("dark", "light")) {
            emulate(
                    "Emulation.setEmulatedMedia",
                    Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
            awaitStill();
            assertThat(violations()).as(name + ", " + scheme).isEmpty();
            screenshot(name + "-" + scheme);
        }
        emulate(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", 360, "height", 740, "deviceScaleFactor", 1, "mobile", true));
        awaitStill();
        assertThat((Long) browser.executeScript("return document.documentElement.scrollWidth"))
                .isLessThanOrEqualTo(360);
        assertThat(violations()).as(name + ", phone").isEmpty();
        browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
    }

    private static void emulate(String command, Map<String, Object> parameters) {
        browser.executeCdpCommand(command, parameters);
    }

    /** Until no transition runs any more, and no picture is on its way. */
    private static void awaitStill() {
        await(page ->
                (Boolean) browser.executeScript("return document.getAnimations().every(a => a.playState !== 'running')"
                        + " && [...document.images].every(i => i.complete || i.loading === 'lazy')"));
    }

    /** Rules of axe-core that are broken seriously: id and how often. */
    private static List<?> violations() throws IOException {
        try (InputStream axe = AxeBuilder.class.getResourceAsStream("/axe.min.js")) {
            browser.executeScript(new String(Objects.requireNonNull(axe).readAllBytes(), StandardCharsets.UTF_8));
        }
        return (List<?>) browser.executeAsyncScript("const done = arguments[0];"
                + "axe.run().then(found => done(found.violations"
                + ".filter(v => v.impact === 'serious' || v.impact === 'critical')"
                + ".map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).join(', '))))");
    }

    private static void press(CharSequence key) {
        new Actions(browser).sendKeys(key).perform();
    }

    private static String image() {
        String id = browser.findElement(By.id("image")).getAttribute("data-image");
        return id == null ? "" : id;
    }

    private static String text(String id) {
        return browser.findElement(By.id(id)).getText();
    }

    private static String awaitNextImage(String before) {
        await(page -> !image().isEmpty() && !image().equals(before));
        return image();
    }

    private static void await(java.util.function.Function<WebDriver, Boolean> condition) {
        new WebDriverWait(browser, Duration.ofSeconds(20), Duration.ofMillis(20)).until(condition);
    }

    /** For the README: kept where -Dnudge.screenshots says. */
    private static void screenshot(String name) throws IOException {
        String kept = System.getProperty("nudge.screenshots");
        if (kept != null) {
            Files.write(Path.of(kept).resolve(name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
        }
    }
}
