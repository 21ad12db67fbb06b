package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogsTest {
    private static final String FORGED = "2026-01-01T00:00:00.000Z ERROR [main] nudge - all is lost";

    private final LoggerContext context = new LoggerContext();

    private PatternLayoutEncoder ofTheDataFolder() {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(Logs.PATTERN);
        encoder.start();
        return encoder;
    }

    private PatternLayoutEncoder ofTheImages() throws Exception {
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(
                ComposeFile.PROJECT.resolve("deploy/image/logback.xml").toFile());
        var appender =
                (ConsoleAppender<ILoggingEvent>) context.getLogger("ROOT").getAppender("out");
        return (PatternLayoutEncoder) appender.getEncoder();
    }

    private String written(PatternLayoutEncoder encoder, String message, Throwable thrown) {
        var event = new LoggingEvent(
                "", context.getLogger("nudge.Test"), Level.INFO, "refused: {}", thrown, new Object[] {message});
        event.setInstant(Instant.parse("2026-02-03T04:05:06Z"));
        event.setThreadName("main");
        return new String(encoder.encode(event), StandardCharsets.UTF_8);
    }

    @Test
    void no_text_from_outside_passes_for_an_entry_of_its_own() throws Exception {
        for (PatternLayoutEncoder encoder : List.of(ofTheDataFolder(), ofTheImages())) {
            for (String end : List.of("\n", "\r\n", "\r", "\u2028")) {
                String written = written(encoder, "a" + end + FORGED, new IllegalStateException("b" + end + FORGED));
                assertThat(written)
                        .startsWith("2026-02-03")
                        .endsWith("\n")
                        .contains("  | \tat nudge.standalone.LogsTest");
                assertThat(written.split("\\R"))
                        .filteredOn(line -> line.startsWith("2026-"))
                        .hasSize(1);
            }
            assertThat(written(encoder, "\u001b[2J\u009b1m", null))
                    .endsWith("INFO  [main] nudge.Test - refused: ?[2J?1m\n");
        }
    }
}
