package nudge.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import nudge.benchmarks.trainer.CatchUpBench;
import nudge.benchmarks.trainer.ChampionBench;
import nudge.benchmarks.trainer.MemoryBench;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TrainerBenchesTest {
    @Test
    @Tag("server")
    void a_trainer_that_catches_up_stands_beside_a_bare_consumer() {
        JsonNode rate = run(new CatchUpBench(), "--json", "--count", "5000", "--rounds", "1")
                .get("a fresh trainer catches up");
        assertThat(rate.get("value").doubleValue()).isPositive();
        assertThat(rate.get("beside").stringValue()).isEqualTo("bare consumer");
        assertThat(rate.get("besideValue").doubleValue()).isPositive();
    }

    @Test
    void an_example_takes_bytes_and_the_collector_pauses() {
        Map<String, JsonNode> figures = run(new MemoryBench(), "--json", "--examples", "20000");
        assertThat(figures.get("memory").get("value").doubleValue()).isPositive();
        assertThat(figures.get("file of pixels").get("value").doubleValue()).isZero();
        assertThat(figures).containsKeys("pauses of the collector", "longest pause of the collector");
    }

    @Test
    void an_attack_makes_no_bad_champion_and_promotion_comes_back() {
        Map<String, JsonNode> figures = run(new ChampionBench(), "--json", "--schedules", "1");
        assertThat(figures.get("most below the anchor").get("value").doubleValue())
                .isLessThanOrEqualTo(2);
        assertThat(figures.get("attack: rejected meanwhile").get("value").doubleValue())
                .isGreaterThan(10);
        assertThat(figures.get("attack: champion when 5,000 are wrong")
                        .get("value")
                        .doubleValue())
                .isGreaterThan(
                        figures.get("attack: champion before").get("value").doubleValue() - 2);
        assertThat(figures).containsKey("attack: promoted after correction");
        assertThat(figures.get("a decision").get("value").doubleValue()).isPositive();
    }

    private static Map<String, JsonNode> run(Callable<Integer> bench, String... arguments) {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            assertThat(new CommandLine(bench).execute(arguments)).isZero();
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8)
                .lines()
                .map(new JsonMapper()::readTree)
                .collect(Collectors.toMap(line -> line.get("name").stringValue(), line -> line));
    }
}
