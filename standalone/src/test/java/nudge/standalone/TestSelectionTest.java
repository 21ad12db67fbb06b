package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.suite.api.SelectClasses;

/** Which tests run when: those of the pages in their suite alone, and those that start servers not with the quick ones. */
class TestSelectionTest {
    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern EXCLUDE = Pattern.compile("<exclude>\\*\\*/(\\w+)\\.java</exclude>");
    private static final Pattern STARTS =
            Pattern.compile("\\b(EmbeddedServers|(EmbeddedKafka|EmbeddedPostgres|Servers|Fleet"
                    + "|RunningLabeller|NudgeProcess)\\.(start|launch)\\(|new TestStore\\(|(SharedLabeller|CrowdLabeller)\\.get\\("
                    + "|KafkaOfTest\\.fresh\\(|CatchUpBench|PagesNudge\\.Shared|ContainersOrEmbedded\\.class)");

    private static List<Path> tests() throws IOException {
        List<Path> tests = new ArrayList<>();
        try (Stream<Path> modules = Files.list(PROJECT)) {
            for (Path sources :
                    modules.map(module -> module.resolve("src/test/java")).toList()) {
                if (Files.isDirectory(sources)) {
                    try (Stream<Path> files = Files.walk(sources)) {
                        files.filter(file -> file.toString().endsWith("Test.java"))
                                .filter(file -> !file.endsWith("TestSelectionTest.java"))
                                .forEach(tests::add);
                    }
                }
            }
        }
        return tests;
    }

    private static Set<String> testsOfThePages() throws IOException {
        Set<String> ofThePages = new TreeSet<>();
        for (Path test : tests()) {
            if (Files.readString(test).contains("\n@ExtendWith(PagesNudge.Shared.class)\n")) {
                ofThePages.add(test.getFileName().toString().replace(".java", ""));
            }
        }
        return ofThePages;
    }

    @Test
    void every_test_of_the_pages_is_in_the_suite() throws IOException {
        assertThat(PagesSuiteTest.class.getAnnotation(SelectClasses.class).value())
                .extracting(Class::getSimpleName)
                .containsExactlyInAnyOrderElementsOf(testsOfThePages());
    }

    @Test
    void no_test_of_the_pages_runs_beside_the_suite_as_well() throws IOException {
        Set<String> excluded = EXCLUDE.matcher(Files.readString(Path.of("pom.xml")))
                .results()
                .map(exclude -> exclude.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(excluded).isEqualTo(testsOfThePages());
    }

    @Test
    void every_test_that_starts_a_server_has_the_tag_that_says_so() throws IOException {
        List<Path> untagged = new ArrayList<>();
        int tagged = 0;
        for (Path test : tests()) {
            String source = Files.readString(test);
            if (source.contains("import org.junit.") && STARTS.matcher(source).find()) {
                if (source.contains("@Tag(\"server\")")) {
                    tagged++;
                } else {
                    untagged.add(PROJECT.relativize(test));
                }
            }
        }
        assertThat(untagged).isEmpty();
        assertThat(tagged).isGreaterThan(50);
    }
}
