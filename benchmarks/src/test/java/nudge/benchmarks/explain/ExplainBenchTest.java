package nudge.benchmarks.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import nudge.standalone.Main;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ExplainBenchTest {
    @Test
    void explanations_of_every_age_equal_the_central_differences() {
        List<JsonNode> lines = run("--json", "--images", "2", "--requests", "0");
        assertThat(lines).hasSize(5);
        assertThat(lines.subList(0, 4))
                .extracting(line -> line.get("step").asInt())
                .containsExactly(0, 100, 600, 6_000);
        for (JsonNode age : lines.subList(0, 4)) {
            assertThat(age.get("components").asInt()).isEqualTo(2 * 13_002);
            assertThat(age.get("nonZero").asInt()).isBetween(1_000, 2 * 13_002 - 1);
            assertThat(age.get("greatestErrorNonZero").asDouble()).isBetween(1e-12, 1e-4);
            assertThat(age.get("greatestErrorOfWishes").asDouble()).isBetween(1e-12, 1e-4);
            assertThat(age.get("greatestErrorOfCosts").asDouble()).isBetween(1e-12, 1e-4);
        }
        assertThat(lines.get(4).get("greatestError").asDouble()).isLessThan(1e-4);
    }

    @Test
    void a_labellers_answers_are_timed() {
        JsonNode times = run("--json", "--images", "1", "--requests", "50").get(4);
        assertThat(times.get("requests").asInt()).isEqualTo(50);
        assertThat(times.get("bytes").asInt()).isBetween(4 * 40_669, 4 * 40_669 + 200);
        assertThat(times.get("p50Ms").asDouble()).isPositive();
    }

    @Test
    void an_error_above_the_limit_gives_exit_code_1() {
        StringWriter printed = new StringWriter();
        int exit = new CommandLine(new ExplainBench(1e-12))
                .setOut(new PrintWriter(printed, true))
                .execute("--images", "1", "--requests", "0");
        assertThat(exit).isEqualTo(1);
        assertThat(printed.toString()).contains("above 1.0e-12");
    }

    @Test
    void no_image_is_refused() {
        StringWriter said = new StringWriter();
        int exit = Main.run(new CommandLine(new ExplainBench()))
                .setErr(new PrintWriter(said, true))
                .execute("--images", "0");
        assertThat(exit).isEqualTo(2);
        assertThat(said.toString().strip()).isEqualTo("nudge: expected --images to be from 1 to 10000, got 0");
    }

    private static List<JsonNode> run(String... arguments) {
        StringWriter printed = new StringWriter();
        assertThat(new CommandLine(new ExplainBench())
                        .setOut(new PrintWriter(printed, true))
                        .execute(arguments))
                .isZero();
        return printed.toString().lines().map(new JsonMapper()::readTree).toList();
    }
}
