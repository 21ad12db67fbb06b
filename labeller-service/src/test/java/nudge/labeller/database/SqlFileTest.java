package nudge.labeller.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import nudge.labeller.log.Log;
import org.junit.jupiter.api.Test;

class SqlFileTest {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Path RESOURCES = Path.of("src/main/resources");

    @Test
    void a_statement_is_read_without_what_is_for_the_reader_alone() {
        assertThat(SqlFile.read(Log.class, "lock-head-for-append"))
                .startsWith("SELECT store, position, digest")
                .endsWith("FROM log_head FOR UPDATE")
                .doesNotContain("--");
    }

    @Test
    void a_file_that_is_missing_is_named() {
        assertThatThrownBy(() -> SqlFile.read(Log.class, "find-nothing"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected the file find-nothing.sql beside nudge.labeller.log.Log, found none");
    }

    @Test
    void every_statement_is_used_by_a_class_of_its_package() throws IOException {
        try (Stream<Path> files = Files.walk(RESOURCES)) {
            List<Path> statements =
                    files.filter(file -> file.toString().endsWith(".sql")).toList();
            assertThat(statements)
                    .isNotEmpty()
                    .allSatisfy(statement -> assertThat(sources(statement))
                            .contains("\"" + statement.getFileName().toString().replace(".sql", "") + "\""));
        }
    }

    private static String sources(Path statement) throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> classes = Files.list(SOURCES.resolve(RESOURCES.relativize(statement.getParent())))) {
            for (Path source : classes.toList()) {
                text.append(Files.readString(source));
            }
        }
        return text.toString();
    }
}
