package nudge.labeller.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The form of imported pictures. The page brings drawings into the same form: its test {@code mnist-form.test.mjs} reads the
 * same fixture.
 */
class MnistFormTest {
    private record Drawing(String name, Ink ink, byte[] image) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Drawing> drawings() {
        try (InputStream fixture = MnistFormTest.class.getResourceAsStream("mnist-form.json")) {
            return JsonMapper.shared()
                    .readTree(Objects.requireNonNull(fixture))
                    .get("drawings")
                    .valueStream()
                    .map(MnistFormTest::drawing)
                    .toList()
                    .stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Drawing drawing(JsonNode fixture) {
        int width = fixture.get("width").asInt();
        int height = fixture.get("height").asInt();
        ByteArrayOutputStream ink = new ByteArrayOutputStream(width * height);
        fixture.get("ink")
                .valueStream()
                .flatMap(row -> Stream.of(row.asString().split(" ")))
                .forEach(run -> {
                    String[] valueAndCount = run.split("\\*");
                    int count = valueAndCount.length == 1 ? 1 : Integer.parseInt(valueAndCount[1]);
                    for (int i = 0; i < count; i++) {
                        ink.write(Integer.parseInt(valueAndCount[0]));
                    }
                });
        String image =
                fixture.get("image").valueStream().map(JsonNode::asString).collect(Collectors.joining());
        return new Drawing(
                fixture.get("name").asString(),
                new Ink(ink.toByteArray(), width, height),
                HexFormat.of().parseHex(image));
    }

    @Test
    void the_fixture_has_drawings() {
        assertThat(drawings()).hasSizeGreaterThanOrEqualTo(10);
    }

    @ParameterizedTest
    @MethodSource("drawings")
    void a_drawing_becomes_the_image_that_the_page_makes_of_it_to_the_bit(Drawing drawing) throws UnreadableException {
        assertThat(MnistForm.of(drawing.ink)).isEqualTo(drawing.image);
    }

    /**
     * Not to the bit: the page knows what is ink, the server finds it in a picture that may be a photo. It drops the faintest
     * part of a stroke's soft edge and stretches the rest.
     */
    @ParameterizedTest
    @ValueSource(strings = {"a seven", "a two in the corner of a large sheet"})
    void a_drawing_that_is_imported_as_a_picture_becomes_nearly_the_same_image(String name) throws UnreadableException {
        Drawing drawing =
                drawings().filter(one -> one.name.equals(name)).findFirst().orElseThrow();
        byte[] brightness = drawing.ink.values().clone();
        for (int i = 0; i < brightness.length; i++) {
            brightness[i] = (byte) (255 - (brightness[i] & 0xff));
        }
        byte[] image = MnistForm.of(Ink.of(brightness, drawing.ink.width(), drawing.ink.height()));
        for (int i = 0; i < image.length; i++) {
            assertThat((image[i] & 0xff) - (drawing.image[i] & 0xff))
                    .as("pixel " + i)
                    .isBetween(-32, 32);
        }
    }
}
