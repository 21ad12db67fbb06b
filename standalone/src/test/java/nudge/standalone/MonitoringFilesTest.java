package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** That the metrics there are is seen by PipelineTest, which has both services. */
class MonitoringFilesTest {
    @Test
    void prometheus_takes_the_rules_and_each_fires_when_it_should_alone() throws Exception {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "promtool"))),
                "promtool is on the path");
        assertThat(promtool("check", "rules", "alerts.yml")).contains("SUCCESS: 13 rules found");
        assertThat(promtool("test", "rules", "alerts-test.yml")).contains("SUCCESS");
    }

    private static String promtool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(MonitoringFiles.FOLDER.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    @Test
    void every_rule_says_how_bad_it_is_and_what_it_means() throws IOException {
        Set<Object> names = new HashSet<>();
        for (Map<String, Object> rule : MonitoringFiles.rules()) {
            assertThat(names.add(rule.get("alert"))).as("%s", rule.get("alert")).isTrue();
            assertThat(String.valueOf(((Map<?, ?>) rule.get("labels")).get("severity")))
                    .isIn("critical", "warning");
            assertThat(((Map<?, ?>) rule.get("annotations")).keySet())
                    .asString()
                    .contains("summary", "description");
        }
    }

    @Test
    void panels_lie_side_by_side_and_ask_the_source_that_is_chosen() throws IOException {
        Set<String> places = new HashSet<>();
        for (JsonNode panel : MonitoringFiles.dashboard().get("panels")) {
            JsonNode place = panel.get("gridPos");
            assertThat(places.add(place.get("x") + " " + place.get("y")))
                    .as(panel.get("title").asString())
                    .isTrue();
            assertThat(panel.get("datasource").get("uid").asString()).isEqualTo("${datasource}");
        }
        assertThat(places).hasSizeGreaterThan(8);
    }
}
