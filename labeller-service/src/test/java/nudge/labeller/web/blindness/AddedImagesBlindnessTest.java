package nudge.labeller.web.blindness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import nudge.labeller.RunningLabeller;
import nudge.labeller.TestStore;
import nudge.labeller.web.blindness.BlindClient.Reply;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Whoever adds images learns nothing of those that are there. */
@Tag("server")
class AddedImagesBlindnessTest {
    private static RunningLabeller labeller;
    private static BlindClient annotator;
    private static BlindClient reviewer;

    @BeforeAll
    static void start() throws Exception {
        labeller = CrowdLabeller.get().labeller;
        annotator = BlindClient.of(labeller, "annotator");
        reviewer = BlindClient.of(labeller, "reviewer");
    }

    @Test
    void what_somebody_adds_tells_neither_its_split_nor_whether_it_has_a_twin() throws Exception {
        Reply blind = add(annotator, 10_001);
        assertThat(blind.status()).isEqualTo(201);
        assertThat(blind.json().get("version").asInt()).isEqualTo(1);
        assertThat(blind.json().get("split").isNull()).isTrue();
        assertThat(blind.json().get("putAside").asBoolean()).isFalse();
        Reply again = add(annotator, 10_001);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json()).isEqualTo(blind.json());
        assertThat(add(reviewer, 10_002).json().get("split").asString()).isIn("train", "held-out");
        // The pixels of an image that has a known answer, one that has none, and their near twins.
        for (int known : new int[] {0, CrowdLabeller.GOLD}) {
            JsonNode there = add(annotator, known).json();
            assertThat(there.get("split").isNull()).isTrue();
            assertThat(there.get("version").asInt()).isEqualTo(1);
            byte[] twin = TestStore.pixels(known).bytes().clone();
            for (int i = 0; i < 20; i++) {
                twin[i * 39] = (byte) (twin[i * 39] ^ 1);
            }
            JsonNode beside = add(annotator, twin).json();
            assertThat(beside.get("putAside").asBoolean()).isFalse();
            assertThat(beside.get("split").isNull()).isTrue();
            UUID image = UUID.fromString(beside.get("image").asString());
            for (String what : new String[] {"skip", "reject", "label"}) {
                annotator.send("DELETE", "/api/images/" + image + "/skip", (String) null);
                Reply decided = annotator.send(
                        "POST", "/api/images/" + image + "/" + what, what.equals("label") ? "{\"digit\": 1}" : null);
                assertThat(decided.status())
                        .as("%s of a twin of %d: %s", what, known, decided)
                        .isEqualTo(200);
            }
        }
    }

    private static Reply add(BlindClient client, long seed) throws Exception {
        return add(client, TestStore.pixels(seed).bytes());
    }

    private static Reply add(BlindClient client, byte[] pixels) throws Exception {
        return client.send("POST", "/api/images", pixels, "Content-Type", "application/octet-stream");
    }

    @Test
    void an_import_labels_what_it_adds_and_nothing_that_is_there() throws Exception {
        BlindClient ada = BlindClient.of(labeller, "annotator");
        for (int known : new int[] {5, CrowdLabeller.GOLD + 5, 20_000}) {
            Reply report = ada.send(
                    "POST",
                    "/api/imports?name=7/x.csv",
                    csv(TestStore.pixels(known).bytes(), 7),
                    "Content-Type",
                    "text/csv");
            assertThat(report.status())
                    .as(new String(report.body(), StandardCharsets.UTF_8))
                    .isEqualTo(200);
            boolean isNew = known == 20_000;
            assertThat(report.json().get("added").asInt()).isEqualTo(isNew ? 1 : 0);
            assertThat(report.json().get("labelled").asInt()).isEqualTo(isNew ? 1 : 0);
            assertThat(report.json().get("putAside").asInt()).isZero();
        }
        assertThat(ada.send("GET", "/api/progress", (String) null)
                        .json()
                        .get("labelled")
                        .asInt())
                .isEqualTo(1);
    }

    private static byte[] csv(byte[] pixels, int label) {
        StringBuilder row = new StringBuilder().append(label);
        for (byte pixel : pixels) {
            row.append(',').append(pixel & 0xff);
        }
        return row.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }
}
