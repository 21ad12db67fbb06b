package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents say of the folder tree is so. */
class DocumentsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s#]+)(?:#[^)\\s]*)?\\)");
    private static final Pattern FENCED = Pattern.compile("```.*?```", Pattern.DOTALL);
    private static final Pattern CLASS = Pattern.compile("`(nudge(?:\\.[a-z]+)+)\\.([A-Z]\\w+)`");
    private static final Pattern PAGE_MODULE = Pattern.compile("`(static/js/[\\w/-]+\\.js)`");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
    private static final Pattern SECTION = Pattern.compile("operations\\.md#([\\w-]+)");
    private static final Pattern TEST = Pattern.compile("`(\\w+Test)`");
    private static final Pattern TEST_AND_METHOD = Pattern.compile("`(\\w+Test)(?:#(\\w+))?`");

    @Test
    void every_link_leads_somewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path page : files(".md")) {
            for (String link : all(LINK, FENCED.matcher(Files.readString(page)).replaceAll(""))) {
                if (!link.contains(":") && !Files.exists(page.resolveSibling(link))) {
                    broken.add(ROOT.relativize(page) + " -> " + link);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void every_section_of_the_runbook_that_a_message_or_a_page_names_is_there() throws IOException {
        Set<String> sections = all(
                        HEADING, FENCED.matcher(read("docs/operations.md")).replaceAll(""))
                .stream()
                .map(DocumentsTest::anchor)
                .collect(Collectors.toSet());
        Set<String> named = new TreeSet<>();
        for (Path source : files(".java")) {
            if (source.toString().contains("/src/main/")) {
                named.addAll(all(SECTION, Files.readString(source)));
            }
        }
        for (Path page : files(".md")) {
            named.addAll(all(SECTION, Files.readString(page)));
        }
        named.addAll(all(Pattern.compile("\\]\\(#([\\w-]+)\\)"), read("docs/operations.md")));
        assertThat(named).as("sections that are named").hasSizeGreaterThan(8);
        assertThat(sections).containsAll(named);
    }

    /** Of a heading, as pages of the forge make it. */
    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\w -]", "").replace(' ', '-');
    }

    @Test
    void the_design_names_classes_and_page_modules_that_there_are() throws IOException {
        List<Path> sources = files(".java");
        List<String> missing = CLASS.matcher(built())
                .results()
                .map(name -> name.group(1).replace('.', '/') + "/" + name.group(2) + ".java")
                .filter(name -> sources.stream().noneMatch(source -> source.endsWith(Path.of("src/main/java", name))))
                .collect(Collectors.toCollection(ArrayList::new));
        Path resources = ROOT.resolve("labeller-service/src/main/resources");
        all(PAGE_MODULE, built()).stream()
                .filter(module -> !Files.exists(resources.resolve(module)))
                .forEach(missing::add);
        assertThat(missing).isEmpty();
    }

    @Test
    void the_design_names_every_module_and_every_room_of_the_services() throws IOException {
        String design = built();
        Set<String> unnamed = new TreeSet<>(all(Pattern.compile("<module>([^<]+)</module>"), read("pom.xml")));
        unnamed.removeIf(module ->
                Pattern.compile("(?m)^    " + module + "/ ").matcher(design).find());
        for (String service : List.of("labeller", "trainer")) {
            Path packages = ROOT.resolve(service + "-service/src/main/java/nudge/" + service);
            for (Path room : folders(packages)) {
                if (!Pattern.compile("(?m)^ +(\\.\\w+ +)*\\." + room.getFileName() + " ")
                        .matcher(design)
                        .find()) {
                    unnamed.add("nudge." + service + "."
                            + packages.relativize(room).toString().replace('/', '.'));
                }
            }
        }
        for (Path room : folders(ROOT.resolve("labeller-service/src/main/resources/static/js"))) {
            if (!design.contains(room.getFileName() + "/")) {
                unnamed.add("static/js/" + room.getFileName());
            }
        }
        assertThat(unnamed).isEmpty();
    }

    @Test
    void the_readme_names_tests_that_there_are() throws IOException {
        Set<String> tests = files("Test.java").stream()
                .map(file -> file.getFileName().toString().replace(".java", ""))
                .collect(Collectors.toSet());
        assertThat(tests).containsAll(all(TEST, read("README.md")));
    }

    @Test
    void the_page_on_security_names_tests_and_classes_that_there_are() throws IOException {
        String page = read("docs/security.md");
        List<Path> sources = files(".java");
        List<String> missing = CLASS.matcher(page)
                .results()
                .map(name -> name.group(1).replace('.', '/') + "/" + name.group(2) + ".java")
                .filter(name -> sources.stream().noneMatch(source -> source.endsWith(Path.of("src/main/java", name))))
                .collect(Collectors.toCollection(ArrayList::new));
        for (MatchResult named : TEST_AND_METHOD.matcher(page).results().toList()) {
            Optional<Path> test = sources.stream()
                    .filter(source -> source.endsWith(named.group(1) + ".java"))
                    .findFirst();
            String method = named.group(2);
            if (test.isEmpty()
                    || method != null && !Files.readString(test.get()).contains("void " + method + "(")) {
                missing.add(named.group());
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void every_decision_has_a_number_a_date_and_a_status_and_is_in_the_index() throws IOException {
        String index = read("docs/adr/README.md");
        try (Stream<Path> decisions = Files.list(ROOT.resolve("docs/adr"))) {
            for (Path decision : decisions
                    .filter(file -> file.getFileName().toString().matches("\\d{4}-.*\\.md"))
                    .toList()) {
                assertThat(index).contains(decision.getFileName().toString());
                assertThat(Files.readString(decision))
                        .as(decision.getFileName().toString())
                        .containsPattern("\\d{4}-\\d{2}-\\d{2}")
                        .containsPattern("(?i)accepted|superseded|rejected");
            }
        }
    }

    /** The design without what is planned. */
    private static String built() throws IOException {
        String design = read("docs/design.md");
        int planned = design.indexOf("## Planned, not built");
        assertThat(planned).as("the section of what is planned").isPositive();
        return design.substring(0, planned);
    }

    private static String read(String file) throws IOException {
        return Files.readString(ROOT.resolve(file));
    }

    private static List<String> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(found -> found.group(1)).toList();
    }

    /** All folders below one. */
    private static List<Path> folders(Path top) throws IOException {
        try (Stream<Path> below = Files.walk(top)) {
            return below.filter(Files::isDirectory)
                    .filter(folder -> !folder.equals(top))
                    .toList();
        }
    }

    /** Of the project, what was built left out. */
    private static List<Path> files(String ending) throws IOException {
        try (Stream<Path> tree = Files.walk(ROOT)) {
            return tree.filter(file -> file.getFileName().toString().endsWith(ending))
                    .filter(file -> Stream.of("target", ".git", "node_modules", "data")
                            .noneMatch(skipped -> ROOT.relativize(file).startsWith(skipped)
                                    || ROOT.relativize(file).toString().contains("/" + skipped + "/")))
                    .toList();
        }
    }
}
