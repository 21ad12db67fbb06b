package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows compiles against the modules as they are. */
class ReadmeExamplesTest {
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    /** What an application has around them. */
    private static final String FRAME = """
            import java.nio.file.Path;
            import java.time.Duration;
            import nudge.events.*;
            import nudge.events.ChampionSubscriber.Champion;
            import nudge.events.CheckpointSubscriber.*;
            import nudge.network.*;
            class Example {
                volatile boolean running;
                volatile Network model;
                void run() throws Exception {
                    %s
                }
            }
            """;

    @Test
    void the_examples_in_java_compile(@TempDir Path classes) throws Exception {
        String readme = Files.readString(ComposeFile.PROJECT.resolve("README.md"));
        List<String> examples =
                JAVA.matcher(readme).results().map(found -> found.group(1)).toList();
        assertThat(examples).hasSizeGreaterThan(1);
        // Later ones go on with what the first has defined.
        String all = String.join("\n", examples);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        List<String> options =
                List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none");
        boolean compiled = compiler.getTask(
                        null, null, found, options, null, List.of(source(String.format(Locale.ROOT, FRAME, all))))
                .call();
        List<String> errors = new ArrayList<>();
        found.getDiagnostics().forEach(each -> errors.add(each.getMessage(Locale.ROOT)));
        assertThat(compiled).as(String.join("\n", errors)).isTrue();
    }

    private static JavaFileObject source(String text) {
        return new SimpleJavaFileObject(URI.create("string:///Example.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignored) {
                return text;
            }
        };
    }
}
