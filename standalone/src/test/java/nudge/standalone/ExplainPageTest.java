package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import nudge.network.Explanation;
import nudge.network.Gradient;
import nudge.network.Network;
import nudge.network.WeightFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import tools.jackson.databind.JsonNode;

/**
 * Each card of the page Explain shows the numbers of the network that Nudge has trained, and is usable by keyboard alone. Long because
 * there is a test for each card.
 */
@Tag("server")
@ExtendWith(PagesNudge.Shared.class)
class ExplainPageTest {
    private static final int OUTPUTS = 3; // the layer
    private static final int NEURON = 5;
    private static final int MOST_ROWS = 20;

    private final PagesNudge nudge;
    private final Chromium page;

    @TempDir
    private Path folder;

    private String image = "";
    private String checkpoint = "";
    private Network network;
    private byte[] pixels;
    private Explanation e;

    ExplainPageTest(PagesNudge nudge) {
        this.nudge = nudge;
        this.page = nudge.browser;
    }

    @BeforeEach
    void explainAnImage() throws InterruptedException, IOException {
        page.closeTab();
        JsonNode labelled = nudge.api.get("/api/images?state=labelled&limit=1").at("/images/0");
        image = labelled.get("image").asString();
        checkpoint = nudge.api.get("/api/checkpoints?limit=1").at("/0/id").asString();
        network = WeightFile.read(download("/api/checkpoints/" + checkpoint + "/weights"));
        pixels = pixels(download("/api/images/" + image + "/png"));
        e = Explanation.of(network, pixels, 0, labelled.get("digit").asInt());
    }

    private byte[] download(String path) throws InterruptedException, IOException {
        Path file = folder.resolve("answer");
        nudge.api.download(path, file);
        return Files.readAllBytes(file);
    }

    private static byte[] pixels(byte[] png) throws IOException {
        Raster raster = ImageIO.read(new ByteArrayInputStream(png)).getRaster();
        byte[] pixels = new byte[28 * 28];
        for (int p = 0; p < pixels.length; p++) {
            pixels[p] = (byte) raster.getSample(p % 28, p / 28, 0);
        }
        return pixels;
    }

    @AfterEach
    void leave() {
        page.zoomed(false);
    }

    private void open(String card) {
        page.open("/explain.html?image=" + image + "&checkpoint=" + checkpoint + "&card=" + card);
        page.await(() -> !page.all("#card-body .card-figure.card-" + card).isEmpty());
    }

    /** The numbers in an element, not rounded, in the page's order. */
    private List<Float> numbers(String css) {
        return page.each("#card-body " + css + " data", "value").stream()
                .map(value -> (float) Double.parseDouble(value))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "network",
                "cost",
                "wishes",
                "saturated",
                "brightest",
                "together",
                "before",
                "proportion",
                "desires",
                "back"
            })
    void a_card_shows_the_numbers_of_the_network(String card) throws IOException {
        open(card);
        List<Float> expected = new ArrayList<>();
        int digit = e.digit();
        Gradient gradient = e.negativeGradient();
        String table = "details .numbers";
        switch (card) {
            case "network" -> {
                for (int l = 1; l <= OUTPUTS; l++) {
                    for (int i = 0; i < e.wishes()[l].length; i++) {
                        add(expected, e.activations()[l][i], e.weightedSums()[l][i], e.wishes()[l][i]);
                    }
                }
            }
            case "cost" -> {
                table = ".card-figure";
                for (int j = 0; j < 10; j++) {
                    add(expected, e.outputs()[j], e.costs()[j]);
                }
                add(expected, (float) e.cost());
            }
            case "wishes" -> add(expected, e.wishes()[OUTPUTS]);
            case "saturated" -> {
                table = ".card-figure";
                for (int j : largest(gradient.biases()[2], 10)) {
                    add(expected, e.wishes()[OUTPUTS][j], gradient.biases()[2][j]);
                }
            }
            case "brightest" -> {
                float[] into = into(gradient.weights()[2], digit);
                for (int i : largest(into, MOST_ROWS)) {
                    add(expected, e.activations()[2][i], into[i]);
                    assertThat(into[i])
                            .as("the components lie on a line")
                            .isCloseTo(e.activations()[2][i] * gradient.biases()[2][digit], within(1e-6f));
                }
            }
            case "together" -> {
                for (int k : largest(gradient.weights()[2], MOST_ROWS)) {
                    add(expected, e.activations()[2][k / 10], gradient.weights()[2][k]);
                }
            }
            case "before" -> {
                float[] asks = into(e.contributions()[2], digit);
                for (int i : largest(asks, MOST_ROWS)) {
                    add(expected, into(Gradient.parametersOf(network).weights()[2], digit)[i], asks[i]);
                }
            }
            case "proportion" -> {
                float[] weights = into(Gradient.parametersOf(network).weights()[2], digit);
                for (int i : largest(weights, MOST_ROWS)) {
                    add(expected, e.activations()[2][i], weights[i], into(e.contributions()[2], digit)[i]);
                }
            }
            case "desires" -> desires(expected, 2, 10);
            case "back" -> desires(expected, 1, 16);
            default -> throw new AssertionError("expected a card, got " + card);
        }
        assertThat(numbers(table)).isEqualTo(expected);
        assertThat(page.violations()).as(card).isEmpty();
        page.zoomed(true);
        page.awaitStill();
        assertThat(page.tooWide()).as(card + " at 400 %").isEmpty();
    }

    private void desires(List<Float> expected, int layer, int next) {
        for (int i = 0; i < 16; i++) {
            add(expected, e.wishes()[layer][i]);
            for (int j = 0; j < next; j++) {
                add(expected, e.contributions()[layer][i * next + j]);
            }
        }
    }

    private static void add(List<Float> numbers, float... more) {
        for (float number : more) {
            numbers.add(number + 0f); // a page has no -0
        }
    }

    /** The numbers that belong to one of ten outputs. */
    private static float[] into(float[] all, int output) {
        float[] into = new float[all.length / 10];
        for (int i = 0; i < into.length; i++) {
            into[i] = all[i * 10 + output];
        }
        return into;
    }

    /** The indices of the greatest by size; of equal ones the first comes first, as on the page. */
    private static List<Integer> largest(float[] values, int most) {
        return IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -Math.abs(values[i])))
                .limit(most)
                .toList();
    }

    @Test
    void one_neurons_sum_adds_up_to_what_the_network_has() throws IOException {
        page.open("/explain.html?image=" + image + "&checkpoint=" + checkpoint + "&card=neuron&neuron=1." + NEURON);
        page.await(() -> !page.all("#card-body .sum-table").isEmpty());
        List<Float> formula = numbers(".formula");
        assertThat(formula).containsExactly(e.weightedSums()[1][NEURON], e.activations()[1][NEURON]);
        List<Float> parts = numbers(".sum-table tr td:last-child");
        double sum = parts.subList(0, parts.size() - 1).stream()
                .mapToDouble(Float::doubleValue)
                .sum();
        assertThat(sum).isCloseTo(e.weightedSums()[1][NEURON], within(1e-4));
        assertThat(parts).last().isEqualTo(e.weightedSums()[1][NEURON]);
        assertThat(page.violations()).isEmpty();
    }

    @Test
    void all_components_are_counted_and_most_are_zero() throws IOException {
        open("components");
        assertThat(page.text("#card-body .formula")).isEqualTo("12,544 + 16 + 256 + 16 + 160 + 10 = 13,002");
        int zero = 0;
        for (float component : e.negativeGradient().components()) {
            zero += component == 0 ? 1 : 0;
        }
        assertThat(page.text("#words")).startsWith(String.format(Locale.ROOT, "%,d of 13,002 components are 0", zero));
        List<Float> table = numbers("details .numbers");
        float counted = 0;
        float zeros = 0;
        for (int part = 0; part < 6; part++) {
            counted += table.get(5 * part);
            zeros += table.get(5 * part + 3);
        }
        assertThat(counted).isEqualTo(13_002);
        assertThat(zeros).isEqualTo(zero);
        assertThat(page.violations()).isEmpty();
    }

    @Test
    void two_weights_are_32_times_apart_and_a_key_finds_others() {
        open("pair");
        List<Float> pair = numbers(".pair");
        List<Float> components = new ArrayList<>();
        add(components, e.negativeGradient().components());
        assertThat(components).containsAll(pair);
        assertThat(Math.abs(pair.get(0) / pair.get(1))).isCloseTo(32, within(0.7f));
        page.choose("[data-key='pair']");
        page.await(() -> !numbers(".pair").equals(pair));
        assertThat(page.focused().getAttribute("data-key")).isEqualTo("pair");
    }

    @Test
    void another_wanted_digit_flips_the_wishes() {
        open("wishes");
        int other = (e.digit() + 1) % 10;
        page.choose("[data-key='wish-" + other + "']");
        Explanation flipped = Explanation.of(network, pixels, 0, other);
        List<Float> expected = new ArrayList<>();
        add(expected, flipped.wishes()[OUTPUTS]);
        page.await(() -> numbers("details .numbers").equals(expected));
        assertThat(expected.get(other)).isPositive();
        assertThat(expected.get(e.digit())).isNegative();
        assertThat(page.focused().getAttribute("data-key")).isEqualTo("wish-" + other);
    }

    @Test
    void outputs_are_switched_off_until_one_is_left() {
        open("desires");
        page.choose("[data-key='only']");
        List<Float> rows = numbers("details .numbers");
        for (int i = 0; i < 16; i++) {
            assertThat(rows.get(11 * i)).isEqualTo(e.contributions()[2][i * 10 + e.digit()]);
        }
        page.choose("[data-key='all']");
        assertThat(numbers("details .numbers").get(0)).isEqualTo(e.wishes()[2][0]);
    }

    @Test
    void one_goes_back_to_the_pixels() {
        open("back");
        page.choose("[data-key='back-0']");
        List<Float> expected = new ArrayList<>();
        for (int p : largest(e.wishes()[0], MOST_ROWS)) {
            add(expected, e.wishes()[0][p], e.contributions()[0][p * 16]);
        }
        assertThat(numbers("details .numbers")).isEqualTo(expected);
    }

    @Test
    void the_path_and_the_network_are_walked_by_keyboard() {
        open("network");
        page.tabTo("[data-key='step-on']");
        page.press(Keys.ENTER);
        page.await(() -> page.text("#card-body .stage").startsWith("Backward: the wishes of layer 2"));
        page.tabTo("[data-key='neuron-3-" + e.digit() + "']");
        page.press(Keys.ARROW_LEFT);
        assertThat(page.text(".told")).startsWith("Neuron ").contains(" of layer 2: activation");
        page.press(Keys.ENTER);
        page.await(() -> page.focused().getAttribute("aria-pressed").equals("true"));
        assertThat(page.text(".into h3")).contains("layer 2");
        page.choose("#beside a");
        page.await(() -> page.text("#card-title").startsWith("One neuron"));
        assertThat(page.focused().getAttribute("id")).isEqualTo("card-title");
        page.reload();
        page.await(() -> page.text("#card-title").startsWith("One neuron")
                && !page.all("#card-body .formula").isEmpty());
    }

    @Test
    void the_age_is_changed_by_keyboard_and_a_step_that_is_not_there_says_so_in_one_line() {
        page.open("/explain.html?image=" + image);
        page.await(() -> page.text("#reading").startsWith("At step "));
        page.tabTo("#age");
        page.press(Keys.HOME);
        page.await(() -> page.text("#reading").startsWith("At step 0 "));
        page.open("/explain.html?image=" + image + "&step=999999999");
        page.await(() -> page.one("#problem").isDisplayed());
        assertThat(page.text("#problem-text"))
                .isEqualTo("The training has not been at step 999,999,999 yet, or kept nothing of it.");
        page.choose("#problem button");
        page.await(() -> page.text("#reading").startsWith("At step ")
                && !page.all("#card-body .neuron").isEmpty());
    }

    @Test
    void images_and_drawings_lead_here() {
        page.open("/images.html");
        page.await(() -> !page.all("#grid .cell").isEmpty());
        page.tabTo("#grid .cell");
        page.press(Keys.ENTER);
        page.await(() -> page.one("#history").isDisplayed());
        assertThat(page.one("#explain").getAttribute("href")).contains("/explain.html?image=");
        page.open("/draw.html");
        page.draw(-0.2, -0.2, 0.2, -0.2, 0, 0.2);
        page.await(() -> page.one("#explain").isDisplayed());
        page.choose("#explain");
        page.await(() -> page.text("#reading").startsWith("At step "));
        assertThat(page.all("#card-body .neuron")).hasSize(42);
    }
}
