package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import nudge.labeller.LabellerConfiguration;
import nudge.settings.Variables.Setting;
import nudge.trainer.TrainerConfiguration;
import org.junit.jupiter.api.Test;

/**
 * docs/configuration.md has a row for each variable: its default and what is allowed come from the configuration records, what it
 * is for is written by hand. {@code mvn -Dtest=ConfigurationPageTest -Dnudge.write=true test} writes the rows anew.
 */
class ConfigurationPageTest {
    private static final Path PAGE = Path.of("../docs/configuration.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(NUDGE_\\w+)` \\|[^|]*\\|[^|]*\\| ([^|]*) \\|$");

    @Test
    void the_page_tells_every_variable_with_its_default_and_what_is_allowed() throws IOException {
        String page = Files.readString(PAGE);
        String expected = withRows(page, "labeller", LabellerConfiguration.settings());
        expected = withRows(expected, "trainer", TrainerConfiguration.settings());
        if (Boolean.getBoolean("nudge.write")) {
            Files.writeString(PAGE, expected);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(expected);
        assertThat(expected).as("every variable says what it is for").doesNotContain("| ? |");
    }

    /** The page with the rows of a service between its marks. */
    private static String withRows(String page, String service, List<Setting> settings) {
        Map<String, String> meanings = new LinkedHashMap<>();
        ROW.matcher(page).results().forEach(row -> meanings.put(row.group(1), row.group(2)));
        String rows = settings.stream()
                .map(setting -> row(setting, meanings.getOrDefault(setting.name(), "?")))
                .collect(Collectors.joining("\n"));
        String begin = "<!-- " + service + " -->\n";
        int from = page.indexOf(begin) + begin.length();
        int to = page.indexOf("<!-- end -->", from);
        assertThat(to).as("the marks around the rows of the " + service).isGreaterThan(from);
        return page.substring(0, from) + "| variable | default | allowed | what it is for |\n|---|---|---|---|\n" + rows
                + "\n" + page.substring(to);
    }

    private static String row(Setting setting, String meaning) {
        return "| `" + setting.name() + "` | " + shown(setting.otherwise()) + " | " + setting.expected() + " | "
                + meaning + " |";
    }

    private static String shown(String otherwise) {
        if (otherwise == null) {
            return "must be set";
        }
        if (Objects.equals(otherwise, System.getProperty("java.io.tmpdir"))) {
            return "the folder for temporary files";
        }
        return otherwise.isEmpty() ? "none" : "`" + otherwise + "`";
    }
}
