package nudge.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerClassPathTest {
    @TempDir
    Path distribution;

    @Test
    void a_distribution_has_the_brokers_jars_beside_its_own() throws IOException {
        Path module = Files.createDirectory(distribution.resolve("lib")).resolve("embedded.jar");
        Path jar = Files.createFile(
                Files.createDirectory(distribution.resolve("broker-lib")).resolve("broker.jar"));
        assertThat(BrokerClassPath.find(module)).isEqualTo(module + File.pathSeparator + jar);
    }

    @Test
    void missing_jars_are_named_with_the_places_that_were_searched() {
        assertThatThrownBy(() -> BrokerClassPath.find(distribution.resolve("lib/embedded.jar")))
                .isInstanceOf(EmbeddedServerException.class)
                .hasMessageContaining(distribution.resolve("broker-lib").toString())
                .hasMessageContaining("-D" + BrokerClassPath.PROPERTY);
    }
}
