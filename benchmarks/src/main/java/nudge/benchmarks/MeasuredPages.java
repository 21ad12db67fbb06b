package nudge.benchmarks;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import nudge.standalone.CommandFailedException;
import nudge.standalone.MnistLabels;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;

/** The pages in a Chromium, which takes the times itself. Times are in milliseconds. */
final class MeasuredPages implements AutoCloseable {
    private static final long PATIENCE_MS = 20_000;
    private static final int SHEET = 40;

    /** Calls back at the end of the first frame in which an image that suits can be seen. */
    private static final String WHEN_PAINTED = """
            window.whenPainted = (suits, then) => requestAnimationFrame(() => {
              const image = document.getElementById("image");
              if (!image || image.hidden || !image.complete || image.naturalWidth === 0 || !suits(image))
                return whenPainted(suits, then);
              const { port1, port2 } = new MessageChannel();
              port1.onmessage = () => then(performance.now());
              port2.postMessage(null);
            });
            window.keyTimes = [];
            window.openedAt = null;
            if (location.pathname === "/") whenPainted(() => true, (now) => openedAt = now);
            performance.setResourceTimingBufferSize(1_000_000);
            addEventListener("keydown", ({ timeStamp }) => {
              const before = document.getElementById("image")?.dataset.image;
              if (before) whenPainted((image) => image.dataset.image !== before, (now) => keyTimes.push(now - timeStamp));
            }, true);
            """;

    private final ChromeDriver browser;
    private final URI http;

    private MeasuredPages(ChromeDriver browser, URI http) {
        this.browser = browser;
        this.http = http;
    }

    /** A browser with an empty profile, which comes in with a token. */
    static MeasuredPages open(Path chromium, URI http, String token) {
        System.setProperty(
                "webdriver.chrome.driver",
                chromium.resolveSibling("chromedriver").toString());
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.toFile());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1280,860");
        try {
            ChromeDriver browser = new ChromeDriver(options);
            browser.executeCdpCommand("Network.enable", Map.of());
            browser.executeCdpCommand(
                    "Network.setExtraHTTPHeaders", Map.of("headers", Map.of("Authorization", "Bearer " + token)));
            browser.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", WHEN_PAINTED));
            return new MeasuredPages(browser, http);
        } catch (WebDriverException missing) {
            throw new CommandFailedException("expected Chromium at " + chromium
                    + " and chromedriver beside it, which does not start: install both (Debian: apt-get install chromium"
                    + " chromium-driver) or name it with --chromium (" + missing.getRawMessage() + ")");
        }
    }

    /** From now on every request takes that much longer. */
    void delay(int millis) {
        browser.executeCdpCommand(
                "Network.emulateNetworkConditions",
                Map.of("offline", false, "latency", millis, "downloadThroughput", -1, "uploadThroughput", -1));
    }

    /** From the beginning of the navigation until the first image is seen; keys label from then on. */
    double firstImage() throws InterruptedException {
        browser.get(http.resolve("/").toString());
        return await("the first image", "return openedAt");
    }

    List<Double> firstImages(int count) throws InterruptedException {
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            times.add(firstImage());
        }
        return times;
    }

    /** From each press of an image's digit until the next image is seen. */
    List<Double> keys(int count, int pauseMillis, MnistLabels digits) throws InterruptedException {
        firstImage();
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Thread.sleep(pauseMillis);
            String image = (String) browser.executeScript("return document.getElementById('image').dataset.image");
            press(String.valueOf(digits.digit(UUID.fromString(image))));
            times.add(await("image " + (i + 2), "return keyTimes[" + i + "]"));
        }
        return times;
    }

    /** The requests that confirm sheets of 40, as the browser takes their times; digits take turns. */
    List<Double> sheets(int count) throws InterruptedException {
        browser.get(http.resolve("/bulk.html").toString());
        List<Double> times = new ArrayList<>();
        for (int turn = 0; times.size() < count && turn < 10 + 2 * count; turn++) {
            double images = await(
                    "a sheet of " + turn % 10,
                    "return document.getElementById('which').textContent === '" + turn % 10 + "'"
                            + " && document.querySelector('#message h2').textContent.startsWith('Fetching')"
                            + " === document.getElementById('message').hidden"
                            + " ? document.querySelectorAll('.cell').length : null");
            if (images == SHEET) {
                press(Keys.ENTER);
                times.add(await(
                        "the answer to sheet " + (times.size() + 1),
                        "return performance.getEntriesByType('resource')"
                                + ".filter(e => e.name.endsWith('/api/bulk'))[" + times.size() + "]?.duration"));
            }
            press(Keys.PAGE_DOWN);
        }
        if (times.size() < count) {
            throw new CommandFailedException("expected " + count + " sheets of " + SHEET + " images, found "
                    + times.size() + ": label some images first (./nudge annotate --count 2000), or ask for fewer");
        }
        return times;
    }

    private void press(CharSequence key) {
        new Actions(browser).sendKeys(key).perform();
    }

    private double await(String what, String script) throws InterruptedException {
        long deadline = System.currentTimeMillis() + PATIENCE_MS;
        while (System.currentTimeMillis() < deadline) {
            if (browser.executeScript(script) instanceof Number time) {
                return time.doubleValue();
            }
            Thread.sleep(5);
        }
        throw new CommandFailedException("expected " + what + " within " + PATIENCE_MS / 1000
                + " s: measure with enough images that wait for a label");
    }

    @Override
    public void close() {
        browser.quit();
    }
}
