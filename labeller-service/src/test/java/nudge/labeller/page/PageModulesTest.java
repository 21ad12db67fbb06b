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

/** The pages' own tests, src/test/js, by Node's test runner, and ESLint with the rules of eslint.config.mjs. */
class PageModulesTest {
    private static final Path LOCK = Path.of("package-lock.json");
    private static final Path INSTALLED = Path.of("node_modules/.package-lock.json");

    @Test
    void the_tests_of_the_pages_modules_pass() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("node", "--test", "--test-reporter=tap"));
        try (Stream<Path> tests = Files.walk(Path.of("src/test/js"))) {
            tests.filter(test -> test.toString().endsWith(".test.mjs"))
                    .sorted()
                    .map(Path::toString)
                    .forEach(command::add);
        }
        assertThat(command).hasSizeGreaterThan(20);
        assertThat(run(command)).containsPattern("# pass [1-9]").contains("# fail 0");
    }

    @Test
    void eslint_finds_nothing_to_complain_about() throws IOException, InterruptedException {
        boolean installed = Files.exists(INSTALLED)
                && Files.getLastModifiedTime(INSTALLED).compareTo(Files.getLastModifiedTime(LOCK)) >= 0;
        if (!installed) {
            run(List.of("npm", "ci", "--prefer-offline"));
        }
        assertThat(run(List.of("node", "src/test/js/lint.mjs"))).containsPattern("[1-9]\\d+ files, 0 problems");
    }

    /** What a command printed; it must end well. */
    private static String run(List<String> command) throws IOException, InterruptedException {
        String name = command.get(0);
        Path output = Files.createTempFile(name, ".out");
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException missing) {
            throw new AssertionError(
                    "expected " + name + " on the PATH, found none: install it (Debian: apt-get install nodejs npm)",
                    missing);
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS))
                .as(name + " ends within a minute")
                .isTrue();
        String printed = Files.readString(output, StandardCharsets.UTF_8);
        Files.delete(output);
        assertThat(process.exitValue()).as(printed).isZero();
        return printed;
    }
}
