package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** More windows of one browser than it opens connections to one server: they share one stream, and no label waits. */
@Tag("server")
@ExtendWith(PagesNudge.Shared.class)
class SharedStreamTest {
    private static final int WINDOWS = 7;
    private static final Duration SOON = Duration.ofSeconds(20);

    private final PagesNudge nudge;
    private final List<String> windows = new ArrayList<>();

    SharedStreamTest(PagesNudge nudge) {
        this.nudge = nudge;
    }

    @Test
    void seven_windows_share_one_stream_whichever_of_them_is_closed_or_frozen_until_somebody_signs_out()
            throws IOException, InterruptedException {
        nudge.browser.open("/favicon.svg");
        await().atMost(SOON).until(() -> streams() == 0);
        try (Chromium page = nudge.newBrowser()) {
            page.accept(nudge.invite("annotator"), "Mary Somerville", PagesNudge.PASSWORD);
            openWindows(page);
            labelInEach(page);
            assertThat(streams()).as("streams of seven windows").isEqualTo(1);
            assertAllHearOfTheNextMeasurement(page);

            page.switchTo(windows.remove(0)); // the one that opened the stream
            page.closeWindow();
            assertAllHearOfTheNextMeasurement(page);

            page.switchTo(windows.remove(0));
            page.devTools("Page.setWebLifecycleState", Map.of("state", "frozen"));
            assertAllHearOfTheNextMeasurement(page);

            String hangs = windows.remove(0);
            page.switchTo(hangs);
            page.script("setTimeout(() => { for (const end = Date.now() + 5000; Date.now() < end; ); })");
            assertAllHearOfTheNextMeasurement(page);
            windows.add(hangs);
            assertAllHearOfTheNextMeasurement(page);
            assertThat(streams()).as("streams, still").isEqualTo(1);

            signOut(page);
        }
    }

    private void openWindows(Chromium page) {
        windows.add(page.window());
        page.awaitNextImage("");
        while (windows.size() < WINDOWS) {
            windows.add(page.newWindow());
            page.open("/");
            page.awaitNextImage("");
        }
        for (String window : windows) {
            page.switchTo(window);
            assertThat(page.script("return document.visibilityState")).isEqualTo("visible");
        }
        await().atMost(SOON).until(() -> streams() == 1);
    }

    private void labelInEach(Chromium page) throws IOException, InterruptedException {
        for (String window : windows) {
            page.switchTo(window);
            String image = page.awaitNextImage("");
            page.press("3");
            page.awaitNextImage(image);
            page.await(() -> page.each("#strip .frame", "data-stage").stream().noneMatch("unsent"::equals));
            assertThat(nudge.labels(image)).hasSize(1);
        }
    }

    /** A page hears of measurements by the stream alone. */
    private void assertAllHearOfTheNextMeasurement(Chromium page) throws InterruptedException {
        for (Api.Task task : nudge.api.tasks(10)) {
            nudge.api.label(task, nudge.digit(task.image().toString()), 0);
        }
        long position = nudge.api.get("/api/progress").get("position").asLong();
        await().atMost(SOON)
                .until(() -> nudge.api
                                .get("/api/accuracy?limit=1")
                                .path(0)
                                .path("position")
                                .asLong()
                        >= position);
        long step = nudge.api.get("/api/accuracy?limit=1").path(0).path("step").asLong();
        for (String window : windows) {
            page.switchTo(window);
            assertThat(page.script("return document.visibilityState")).isEqualTo("visible");
            page.await(() -> shownStep(page) >= step);
        }
    }

    private static long shownStep(Chromium page) {
        return Long.parseLong("0" + page.text("#step").replaceAll("\\D", ""));
    }

    private void signOut(Chromium page) throws IOException, InterruptedException {
        page.switchTo(windows.get(0));
        page.open("/account.html");
        page.choose("#sign-out");
        page.awaitPath("/sign-in.html");
        for (String window : windows) {
            page.switchTo(window);
            page.await(() -> page.script("return location.pathname").equals("/sign-in.html"));
        }
        await().atMost(SOON).until(() -> streams() == 0);
    }

    /** How many streams the server has open. */
    private int streams() throws IOException, InterruptedException {
        HttpRequest metrics = HttpRequest.newBuilder(URI.create(nudge.browser.http() + "/actuator/prometheus"))
                .header("Authorization", "Bearer " + nudge.token())
                .build();
        return HttpClient.newHttpClient()
                .send(metrics, BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> line.startsWith("nudge_streams_open "))
                .mapToInt(line -> (int) Double.parseDouble(line.split(" ")[1]))
                .findFirst()
                .orElseThrow();
    }
}
