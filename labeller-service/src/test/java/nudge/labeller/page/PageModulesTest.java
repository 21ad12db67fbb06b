package nudge.labeller.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page's own unit tests, src/test/js, by Node's test runner. */
class PageModulesTest {
    @Test
    void the_tests_of_the_pages_modules_pass() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("node", "--test"));
        try (Stream<Path> tests = Files.walk(Path.of("src/test/js"))) {
            tests.filter(test -> test.toString().endsWith(".test.mjs"))
                    .sorted()
                    .map(Path::toString)
                    .forEach(command::add);
        }
        assertThat(command).hasSizeGreaterThan(3);
        Path output = Files.createTempFile("node-test", ".out");
        Process node = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(node.waitFor(60, TimeUnit.SECONDS)).as("node ends").isTrue();
        String said = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(node.exitValue()).as(said).isZero();
        assertThat(said).containsPattern("# pass [1-9]").contains("# fail 0");
        Files.delete(output);
    }
}
