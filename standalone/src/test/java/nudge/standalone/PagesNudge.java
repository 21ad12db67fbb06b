package nudge.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;

/**
 * A Nudge with MNIST's images, a network that has learned some of them, and a browser in which the administrator has signed
 * in. All tests of the pages share it: each opens the page that it wants, and leaves the browser connected.
 */
final class PagesNudge implements AutoCloseable {
    static final String PASSWORD = "analytical engines weave";
    private static final int LABELS = 1_000;

    final Chromium browser;
    final Api api;
    private final MnistLabels digits = MnistLabels.load();
    private final Path folder;
    private final NudgeProcess process;

    private PagesNudge() {
        try {
            folder = Files.createTempDirectory("nudge-pages-");
            process = NudgeProcess.start(folder.resolve("data"), NudgeProcess.freePort());
            api = process.api();
            browser = Chromium.start(process.http());
            browser.accept(process.firstAdministratorLink(), "Ada Lovelace", PASSWORD);
            teach();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Nudge started", interrupted);
        }
    }

    /** Until the network reads most digits: with fewer labels it reads too few zeros for the sheets of all tests. */
    private void teach() throws InterruptedException {
        int given = 0;
        while (given < LABELS) {
            for (Api.Task task : api.tasks(20)) {
                api.label(task, digits.digit(task.image()), 0);
                given++;
            }
        }
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> {
            JsonNode latest = api.get("/api/accuracy?limit=1").path(0);
            return latest.path("accuracy").asDouble(0) > 0.6;
        });
    }

    /** Another browser, in which nobody has signed in. */
    Chromium newBrowser() {
        return Chromium.start(process.http());
    }

    /** Another browser, which has Nudge under a name: passkeys know no addresses. */
    Chromium newBrowserAtLocalhost() {
        return Chromium.start(process.http().replace("127.0.0.1", "localhost"));
    }

    /** Where its data are, for commands. */
    Path data() {
        return process.data();
    }

    /** The digit that people once gave an image of MNIST. */
    int digit(String image) {
        return digits.digit(UUID.fromString(image));
    }

    /** A link that lets somebody in. */
    String invite(String role) throws InterruptedException {
        return process.http()
                + api.post("/api/invitations", Map.of("role", role)).get("link").asString();
    }

    /** An administrator's token. */
    String token() {
        return process.token();
    }

    /** Has the database stand still, or go on. */
    void databaseStands(boolean still) {
        (still ? Signal.STOP : Signal.CONT)
                .send(process.process()
                        .descendants()
                        .filter(child -> child.info().command().orElse("").endsWith("/postgres"))
                        .toList());
    }

    /**
     * The labels that an image got, the oldest first: events of that type alone. Without those that their annotator took back: another
     * test may have had the image before.
     */
    List<JsonNode> labels(String image) throws InterruptedException {
        List<JsonNode> labels = new ArrayList<>();
        for (JsonNode event : api.get("/api/images/" + UUID.fromString(image) + "/history")) {
            String type = event.get("type").asString();
            if (type.equals("label.given")) {
                labels.add(event);
            } else if (type.equals("label.retracted")) {
                labels.removeIf(label -> label.get("actor").equals(event.get("actor")));
            }
        }
        return labels;
    }

    @Override
    public void close() {
        browser.close();
        process.close();
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException stays) {
            throw new UncheckedIOException(stays);
        }
    }

    /** Gives tests the one that all share; it ends after the last test. */
    static final class Shared implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == PagesNudge.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(Namespace.create(PagesNudge.class))
                    .computeIfAbsent(PagesNudge.class, key -> new PagesNudge(), PagesNudge.class);
        }
    }
}
