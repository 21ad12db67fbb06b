package nudge.standalone;

import com.deque.html.axecore.selenium.AxeBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.TimeoutException;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A real browser at the pages of a Nudge, used by its keyboard. Long because it is all that the page tests do with one. */
final class Chromium implements AutoCloseable {
    private static final int MOST_TABS = 150;

    private final ChromeDriver browser;
    private final String http;

    private Chromium(ChromeDriver browser, String http) {
        this.browser = browser;
        this.http = http;
    }

    /** @param more options of the browser */
    static Chromium start(String http, String... more) {
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
                "--disable-dev-shm-usage");
        options.addArguments(more);
        System.setProperty("webdriver.chrome.driver", "/usr/bin/chromedriver");
        ChromeDriver browser = new ChromeDriver(options);
        browser.manage().window().setSize(new Dimension(1280, 860));
        return new Chromium(browser, http);
    }

    /** Scheme, host and port of the pages. */
    String http() {
        return http;
    }

    int port() {
        return URI.create(http).getPort();
    }

    /** @param path such as {@code /bulk.html} */
    void open(String path) {
        browser.get(http + path);
    }

    void visit(String address) {
        browser.get(address);
    }

    /** Accepts a one-time link by keyboard. */
    void accept(String link, String name, String password) {
        visit(link);
        await(() -> focused().getAttribute("id").equals("name"));
        press(name, Keys.TAB, password, Keys.TAB, password, Keys.ENTER);
        awaitPath("/");
    }

    void signIn(String name, String password) {
        await(() -> focused().getAttribute("id").equals("name"));
        press(name, Keys.TAB, password, Keys.ENTER);
    }

    void awaitPath(String path) {
        await(() -> browser.getCurrentUrl().equals(http + path));
    }

    /** Calls back when what is to be decided on has been painted for 90 ms; at once on pages where nothing is. */
    private static final String SEEN = """
            const seen = arguments[0];
            const images = [...document.querySelectorAll("#image, #grid button.cell img")];
            if (!document.querySelector("#image-frame, #confirm")) return seen();
            const frames = (count, then) => requestAnimationFrame(() => (count > 1 ? frames(count - 1, then) : then()));
            Promise.allSettled(images.map((image) => image.decode())).then(() => frames(3, () => setTimeout(seen, 90)));
            """;

    /** Presses keys, and types texts, one after the other, once what is on show has been seen. */
    void press(CharSequence... keys) {
        browser.executeAsyncScript(SEEN);
        send(keys);
    }

    /** Presses a key of any keyboard: what it writes, and where it is, as in {@code KeyboardEvent}. */
    void pressKey(String key, String code) {
        browser.executeAsyncScript(SEEN);
        for (String type : List.of("rawKeyDown", "keyUp")) {
            devTools("Input.dispatchKeyEvent", Map.of("type", type, "key", key, "code", code));
        }
    }

    private void send(CharSequence... keys) {
        Actions actions = new Actions(browser);
        for (CharSequence key : keys) {
            actions.sendKeys(key);
        }
        actions.perform();
    }

    /** Presses Tab until that element has the keyboard. */
    void tabTo(String css) {
        for (int i = 0; i < MOST_TABS; i++) {
            if ((Boolean) script("return document.activeElement.matches(arguments[0])", css)) {
                return;
            }
            send(Keys.TAB);
        }
        throw new AssertionError("expected Tab to reach " + css + " at " + browser.getCurrentUrl());
    }

    /** Tabs to a button or link and presses it. */
    void choose(String css) {
        tabTo(css);
        press(Keys.ENTER);
    }

    void tabBack() {
        new Actions(browser)
                .keyDown(Keys.SHIFT)
                .sendKeys(Keys.TAB)
                .keyUp(Keys.SHIFT)
                .perform();
    }

    WebElement focused() {
        return browser.switchTo().activeElement();
    }

    /** Draws a stroke with the mouse, in shares of the paper from its middle: x, y, x, y ... */
    void draw(double... points) {
        WebElement paper = one("#paper");
        int side = paper.getSize().getWidth();
        Actions pointer = new Actions(browser);
        for (int i = 0; i < points.length; i += 2) {
            pointer.moveToElement(paper, (int) (points[i] * side), (int) (points[i + 1] * side));
            if (i == 0) {
                pointer.clickAndHold();
            }
        }
        pointer.release().perform();
    }

    List<WebElement> all(String css) {
        return browser.findElements(By.cssSelector(css));
    }

    WebElement one(String css) {
        return browser.findElement(By.cssSelector(css));
    }

    String text(String css) {
        return one(css).getText();
    }

    /** An attribute of each element, in the page's order. */
    @SuppressWarnings("unchecked")
    List<String> each(String css, String attribute) {
        return (List<String>) script(
                "return [...document.querySelectorAll(arguments[0])].map(e => e.getAttribute(arguments[1]) ?? '')",
                css,
                attribute);
    }

    /** The image on show, or nothing. */
    String image() {
        return each("#image", "data-image").get(0);
    }

    /** The image that is on show after {@code before}. */
    String awaitNextImage(String before) {
        await(() -> !image().isEmpty() && !image().equals(before));
        return image();
    }

    String status() {
        return text("#status");
    }

    void awaitStatus(String expression) {
        await("status like " + expression, () -> status().matches(expression));
    }

    void await(BooleanSupplier condition) {
        await("what was waited for", condition);
    }

    private void await(String what, BooleanSupplier condition) {
        try {
            new WebDriverWait(browser, Duration.ofSeconds(20), Duration.ofMillis(20))
                    .ignoring(StaleElementReferenceException.class)
                    .withMessage(() -> what + " at " + browser.getCurrentUrl() + ":\n" + text("body"))
                    .until(page -> isMet(condition));
        } catch (TimeoutException late) {
            throw new AssertionError(late.getRawMessage());
        }
    }

    /** A page that is left while it is asked says nothing yet. */
    private static boolean isMet(BooleanSupplier condition) {
        try {
            return condition.getAsBoolean();
        } catch (WebDriverException left) {
            if (String.valueOf(left.getRawMessage()).startsWith("aborted by navigation")) {
                return false;
            }
            throw left;
        }
    }

    Object script(String script, Object... arguments) {
        return browser.executeScript(script, arguments);
    }

    void devTools(String command, Map<String, Object> parameters) {
        browser.executeCdpCommand(command, parameters);
    }

    /** From now on this tab has an authenticator that makes passkeys, and whose person always agrees. */
    void addAuthenticator() {
        devTools("WebAuthn.enable", Map.of());
        devTools(
                "WebAuthn.addVirtualAuthenticator",
                Map.of(
                        "options",
                        Map.of(
                                "protocol", "ctap2",
                                "transport", "internal",
                                "hasResidentKey", true,
                                "hasUserVerification", true,
                                "isUserVerified", true,
                                "automaticPresenceSimulation", true)));
    }

    /** Cuts this tab off from the network, or connects it again. */
    void offline(boolean offline) {
        devTools("Network.enable", Map.of());
        devTools(
                "Network.emulateNetworkConditions",
                Map.of("offline", offline, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
    }

    /** Requests of this tab whose address matches get no answer; none when there is no pattern. */
    void block(String... patterns) {
        devTools("Network.enable", Map.of());
        devTools("Network.setBlockedURLs", Map.of("urls", List.of(patterns)));
    }

    void reload() {
        browser.navigate().refresh();
    }

    /** Closes this tab; a new one takes its place. */
    void closeTab() {
        String old = browser.getWindowHandle();
        String fresh = browser.switchTo().newWindow(WindowType.TAB).getWindowHandle();
        browser.switchTo().window(old).close();
        browser.switchTo().window(fresh);
    }

    String window() {
        return browser.getWindowHandle();
    }

    /** Opens another window, which is in sight beside those that there are, and goes on in it. */
    String newWindow() {
        return browser.switchTo().newWindow(WindowType.WINDOW).getWindowHandle();
    }

    void switchTo(String window) {
        browser.switchTo().window(window);
    }

    void closeWindow() {
        browser.close();
    }

    void dark(boolean dark) {
        devTools(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    void phone(boolean phone) {
        if (phone) {
            devTools(
                    "Emulation.setDeviceMetricsOverride",
                    Map.of("width", 360, "height", 740, "deviceScaleFactor", 1, "mobile", true));
        } else {
            devTools("Emulation.clearDeviceMetricsOverride", Map.of());
        }
    }

    /** As wide as a window of 1,280 pixels is at a zoom of 400 %, or as it was. */
    void zoomed(boolean zoomed) {
        if (zoomed) {
            devTools(
                    "Emulation.setDeviceMetricsOverride",
                    Map.of("width", 320, "height", 256, "deviceScaleFactor", 4, "mobile", false));
        } else {
            devTools("Emulation.clearDeviceMetricsOverride", Map.of());
        }
    }

    /** Elements that reach out of a page on its right side, outermost first. */
    List<?> tooWide() {
        return (List<?>) script("""
                const page = document.documentElement;
                if (page.scrollWidth <= page.clientWidth) return [];
                return [...document.body.querySelectorAll("*")]
                  .filter((element) => element.getBoundingClientRect().right > page.clientWidth)
                  .map((element) => `${element.tagName}#${element.id}.${element.className}`);""");
    }

    long width() {
        return (Long) script("return document.documentElement.scrollWidth");
    }

    /** Until no transition runs any more, and no picture is on its way. */
    void awaitStill() {
        await(() -> (Boolean) script("return document.getAnimations().every(a => a.playState !== 'running')"
                + " && [...document.images].every(i => i.complete || i.loading === 'lazy')"));
    }

    /** Rules of axe-core that are broken seriously: id and where. */
    List<?> violations() throws IOException {
        try (InputStream axe = AxeBuilder.class.getResourceAsStream("/axe.min.js")) {
            script(new String(Objects.requireNonNull(axe).readAllBytes(), StandardCharsets.UTF_8));
        }
        return (List<?>) browser.executeAsyncScript("const done = arguments[0];"
                + "axe.run().then(found => done(found.violations"
                + ".filter(v => v.impact === 'serious' || v.impact === 'critical')"
                + ".map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).join(', '))))");
    }

    /** For the documentation: kept where -Dnudge.screenshots says. */
    void screenshot(String name) throws IOException {
        String kept = System.getProperty("nudge.screenshots");
        if (kept != null) {
            Files.write(Path.of(kept).resolve(name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
        }
    }

    @Override
    public void close() {
        browser.quit();
    }
}
