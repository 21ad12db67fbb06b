package nudge.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SgdBenchTest {
    @Test
    void a_short_run_measures_both_inputs_on_one_core_and_allocates_nothing() {
        List<JsonNode> lines =
                run("--json", "--shapes", "784-16-16-10", "--batches", "100", "--rounds", "3", "--seconds", "0.2");
        JsonNode ceiling = lines.get(0);
        assertThat(ceiling.get("flopsPerSecond").doubleValue()).isGreaterThan(1e8);
        List<JsonNode> results = lines.subList(1, lines.size());
        assertThat(results)
                .filteredOn(line -> line.get("cores").intValue() == 1)
                .extracting(line -> line.get("data").stringValue())
                .containsExactly("digits", "inverted");
        assertThat(results).allSatisfy(line -> {
            assertThat(line.get("contender").stringValue()).isEqualTo("nudge");
            assertThat(line.get("examplesPerSecond").longValue()).isPositive();
            assertThat(line.has("bytesPerStep")).isTrue();
        });
        assertThat(results.get(0).get("accuracy").doubleValue()).isGreaterThan(0.8);
    }

    private static List<JsonNode> run(String... arguments) {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            assertThat(new CommandLine(new SgdBench()).execute(arguments)).isZero();
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8)
                .lines()
                .map(new JsonMapper()::readTree)
                .toList();
    }
}
