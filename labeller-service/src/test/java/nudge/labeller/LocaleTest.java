package nudge.labeller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a machine of another language: the capital of i has a dot there. */
@Tag("server")
class LocaleTest {
    private final Locale before = Locale.getDefault();

    @TempDir
    private Path folder;

    @AfterEach
    void goHome() {
        Locale.setDefault(before);
    }

    @Test
    void a_label_is_relayed_from_a_machine_abroad() throws Exception {
        Locale.setDefault(Locale.forLanguageTag("tr-TR"));
        try (RunningLabeller labeller = RunningLabeller.start(folder, Map.of())) {
            var added = labeller.post(
                    "/api/images",
                    "application/octet-stream",
                    TestStore.pixels(1).bytes());
            assertThat(added.status()).isEqualTo(201);
            var given = labeller.post(
                    "/api/images/" + added.json().get("image").asString() + "/label",
                    "application/json",
                    "{\"digit\":7}".getBytes(StandardCharsets.UTF_8));
            assertThat(given.status()).as(given.detail()).isEqualTo(200);
            await().atMost(Duration.ofSeconds(30))
                    .until(() ->
                            labeller.get("/api/progress").json().get("relayed").asLong()
                                    >= given.json().get("position").asLong());
        }
    }
}
