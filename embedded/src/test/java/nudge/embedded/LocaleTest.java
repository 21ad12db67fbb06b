package nudge.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On machines of other languages. */
@Tag("server")
class LocaleTest {
    @TempDir
    Path home;

    @Test
    void the_broker_starts_where_the_capital_of_i_has_a_dot() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName(),
                        home.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        // The broker's JVM is told so as well.
        builder.environment().put("JDK_JAVA_OPTIONS", "-Duser.language=tr -Duser.country=TR");
        Process parent = builder.start();
        try (BufferedReader output = parent.inputReader()) {
            assertThat(output.readLine()).isEqualTo("in tr_TR: [seven]");
        } finally {
            parent.destroyForcibly().waitFor();
        }
    }

    /** Starts a broker, writes to it, and tells what it read. */
    static final class Parent {
        public static void main(String[] arguments) throws Exception {
            try (EmbeddedKafka kafka = EmbeddedKafka.start(Path.of(arguments[0]))) {
                Records.createTopic(kafka, "labels");
                Records.commit(kafka, "labels", "seven");
                System.out.println("in " + Locale.getDefault() + ": " + Records.committed(kafka, "labels"));
            }
        }
    }
}
