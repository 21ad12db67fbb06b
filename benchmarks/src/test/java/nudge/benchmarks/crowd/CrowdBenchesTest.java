package nudge.benchmarks.crowd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import nudge.standalone.Main;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CrowdBenchesTest {
    private record Ended(int exitCode, String out, String error) {}

    private static Ended run(Callable<Integer> bench, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter error = new StringWriter();
        int exitCode = Main.run(new CommandLine(bench))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(error, true))
                .execute(arguments);
        return new Ended(exitCode, out.toString(), error.toString());
    }

    private static List<JsonNode> lines(Ended ended) {
        assertThat(ended.exitCode()).as(ended.error()).isZero();
        return ended.out().lines().map(new JsonMapper()::readTree).toList();
    }

    @Test
    void every_order_is_measured_after_every_batch() {
        List<JsonNode> lines = lines(
                run(new QueueBench(), "--json", "--pool", "1500", "--labels", "600", "--batch", "300", "--seeds", "1"));
        assertThat(lines).hasSize(2 * LabelOrder.values().length);
        for (JsonNode line : lines) {
            boolean settles = line.get("order").asString().endsWith("settled");
            int labels = line.get("labels").asInt();
            assertThat(labels).isIn(300, 600);
            assertThat(line.get("accuracy").asDouble()).isBetween(0.2, 0.95);
            assertThat(line.get("examples").asInt()).isLessThanOrEqualTo(settles ? labels / 2 : labels);
            assertThat(line.get("right").asDouble()).isGreaterThan(settles ? 0.97 : 0.8);
        }
        JsonNode random = lines.get(1);
        assertThat(random.get("examples").asInt()).as("one label per image").isEqualTo(600);
        assertThat(random.get("accuracy").asDouble())
                .isGreaterThan(lines.get(0).get("accuracy").asDouble());
    }

    @Test
    void a_table_says_what_each_order_gains_beside_the_random_one() {
        Ended ended = run(
                new QueueBench(),
                "--pool",
                "500",
                "--labels",
                "200",
                "--batch",
                "100",
                "--seeds",
                "1",
                "--passes",
                "5");
        assertThat(ended.exitCode()).as(ended.error()).isZero();
        assertThat(ended.out().lines().toList())
                .hasSize(2 + 2 + LabelOrder.values().length)
                .anyMatch(line -> line.startsWith("random ") && line.contains(" % at the end"));
    }

    @Test
    void quality_control_stands_beside_labels_without_it_and_matrices_beside_the_true_ones() {
        List<JsonNode> lines =
                lines(run(new CrowdBench(), "--json", "--images", "1500", "--seeds", "1", "--passes", "5"));
        Map<String, JsonNode> ways = lines.subList(0, 6).stream()
                .collect(Collectors.toMap(line -> line.get("what").asString(), line -> line));
        assertThat(right(ways, "quality control")).isGreaterThan(0.99);
        assertThat(right(ways, "first label")).isBetween(0.9, 0.99);
        assertThat(right(ways, "one label")).isBetween(0.7, 0.85);
        assertThat(right(ways, "majority of 3")).isBetween(0.85, 0.97);
        assertThat(right(ways, "one label, more")).isBetween(0.7, 0.85);
        assertThat(right(ways, "truth")).isEqualTo(1);
        assertThat(ways.get("majority of 3").get("labelsPerImage").asDouble()).isEqualTo(3);
        assertThat(ways.get("one label, more").get("examples").asInt()).isGreaterThan(3_000);
        assertThat(ways.values())
                .allSatisfy(line -> assertThat(line.get("accuracy").asDouble()).isBetween(0.1, 1.0));
        List<JsonNode> people = lines.subList(6, lines.size());
        assertThat(people).hasSize(13);
        assertThat(people.get(9).get("person").asString()).isEqualTo("always:7");
        assertThat(people.get(9).get("distrustedAfter").asInt()).isEqualTo(8);
        assertThat(people.get(0).get("distrustedAfter").isNull()).isTrue();
        assertThat(people.get(0).get("recovered").get(4).get(4).asDouble()).isGreaterThan(0.9);
        assertThat(people.get(10).get("truly").get(4).get(9).asDouble()).isEqualTo(0.4);
    }

    private static double right(Map<String, JsonNode> ways, String what) {
        return ways.get(what).get("right").asDouble();
    }

    @Test
    void people_read_the_matrices_row_by_row() {
        Ended ended = run(
                new CrowdBench(),
                "--images",
                "300",
                "--seeds",
                "1",
                "--passes",
                "1",
                "--matrices",
                "--crowd",
                "3*good");
        assertThat(ended.exitCode()).as(ended.error()).isZero();
        assertThat(ended.out()).contains("quality control", "seed 1: 300 images");
        assertThat(ended.out().lines().filter(line -> line.contains(" |"))).hasSize(3 * 10);
    }

    @Test
    void wrong_use_is_one_line() {
        assertThat(run(new QueueBench(), "--crowd", "genius").error().strip())
                .hasLineCount(1)
                .startsWith("nudge: --crowd: expected a crowd such as");
        assertThat(run(new QueueBench(), "--labels", "50").error().strip())
                .isEqualTo("nudge: expected --labels to be from --batch to --pool, got 50");
        assertThat(run(new CrowdBench(), "--images", "5").error().strip())
                .isEqualTo("nudge: expected --images to be from 100 to 60000, got 5");
    }
}
