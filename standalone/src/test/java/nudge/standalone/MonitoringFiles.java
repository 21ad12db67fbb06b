package nudge.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The alert rules and the dashboard of deploy/monitoring. */
final class MonitoringFiles {
    static final Path FOLDER = ComposeFile.PROJECT.resolve("deploy/monitoring");

    private static final Pattern METRIC =
            Pattern.compile("\\b(?:nudge|http|jvm|process|system|disk|tomcat|application)_[a-z_]+");
    private static final Pattern EXPOSED = Pattern.compile("(?m)^([a-z_]+)[{ ]");

    private MonitoringFiles() {}

    /** The rules of alerts.yml. */
    static List<Map<String, Object>> rules() throws IOException {
        Map<String, List<Map<String, List<Map<String, Object>>>>> file =
                new Yaml().load(Files.readString(FOLDER.resolve("alerts.yml")));
        return file.get("groups").stream()
                .flatMap(group -> group.get("rules").stream())
                .toList();
    }

    static JsonNode dashboard() throws IOException {
        return new JsonMapper().readTree(Files.readAllBytes(FOLDER.resolve("dashboard.json")));
    }

    private static List<String> expressions() throws IOException {
        List<String> expressions = new ArrayList<>();
        rules().forEach(rule -> expressions.add(String.valueOf(rule.get("expr"))));
        for (JsonNode panel : dashboard().get("panels")) {
            panel.get("targets")
                    .forEach(target -> expressions.add(target.get("expr").asString()));
        }
        return expressions;
    }

    /** Every metric that rules or dashboard ask for. */
    static Set<String> metrics() throws IOException {
        return expressions().stream()
                .flatMap(expression -> METRIC.matcher(expression).results())
                .map(found -> found.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Every metric of an answer in the text format of Prometheus. */
    static Set<String> exposed(String text) {
        return EXPOSED.matcher(text).results().map(found -> found.group(1)).collect(Collectors.toSet());
    }
}
