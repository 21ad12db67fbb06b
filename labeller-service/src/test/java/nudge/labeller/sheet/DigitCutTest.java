package nudge.labeller.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.util.Base64;
import java.util.Objects;
import nudge.labeller.intake.UnreadableException;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is cut out of a sheet. The page cuts the same: its test {@code digit-cut.test.mjs} reads the same fixture. */
class DigitCutTest {
    private static Box box(JsonNode cut) {
        return new Box(
                cut.get("left").asDouble(),
                cut.get("top").asDouble(),
                cut.get("width").asDouble(),
                cut.get("height").asDouble());
    }

    @Test
    void boxes_level_and_turned_give_the_pixels_of_the_fixture() throws Exception {
        JsonNode fixture;
        try (InputStream file = DigitCutTest.class.getResourceAsStream("digit-cut.json")) {
            fixture = JsonMapper.shared().readTree(Objects.requireNonNull(file));
        }
        byte[] ink = Base64.getDecoder().decode(fixture.get("ink").asString());
        assertThat(fixture.get("cuts").size()).isEqualTo(6);
        for (JsonNode cut : fixture.get("cuts")) {
            SheetInk sheet = new SheetInk(
                    ink,
                    fixture.get("width").asInt(),
                    fixture.get("height").asInt(),
                    cut.get("step").asInt());
            DigitCut digits = new DigitCut(sheet, cut.get("skew").asDouble());
            if (cut.get("pixels").isNull()) {
                assertThatThrownBy(() -> digits.cut(box(cut)))
                        .isInstanceOf(UnreadableException.class)
                        .hasMessage("expected a digit, got blank paper");
            } else {
                assertThat(Base64.getEncoder().encodeToString(digits.cut(box(cut))))
                        .as(cut.toString())
                        .isEqualTo(cut.get("pixels").asString());
            }
        }
    }

    @Test
    void what_reaches_in_from_the_neighbour_is_left_out() throws Exception {
        byte[] ink = new byte[60 * 30];
        fill(ink, 10, 5, 4, 20); // the digit: a stroke
        byte[] alone = new DigitCut(new SheetInk(ink, 60, 30, 1), 0).cut(new Box(5, 0, 20, 30));
        fill(ink, 22, 14, 30, 4); // most of it lies outside of the box
        assertThat(new DigitCut(new SheetInk(ink, 60, 30, 1), 0).cut(new Box(5, 0, 20, 30)))
                .isEqualTo(alone);
    }

    private static void fill(byte[] ink, int left, int top, int width, int height) {
        for (int i = 0; i < width * height; i++) {
            ink[(top + i / width) * 60 + left + i % width] = (byte) 255;
        }
    }
}
