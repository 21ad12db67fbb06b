package nudge.standalone;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import nudge.quality.ConfusionMatrix;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Says what a simulated crowd's labels came to: for people, or as one JSON document with names that stay. */
final class CrowdReport {
    private final CrowdResult result;

    CrowdReport(CrowdResult result) {
        this.result = result;
    }

    void print(PrintWriter out, boolean json) {
        if (json) {
            out.println(new JsonMapper().writeValueAsString(json()));
        } else {
            text().forEach(out::println);
        }
        out.flush();
    }

    private Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("policy", result.policy());
        json.put("images", result.images());
        json.put("settled", result.settled());
        json.put("right", result.right());
        json.put("settledRight", result.settledRight());
        json.put("labels", result.labels());
        json.put("labelsPerImage", result.labelsPerImage());
        json.put("goldLabels", result.goldLabels());
        json.put("seconds", result.seconds());
        json.put("labelsPerSecond", (result.labels() + result.goldLabels()) / result.seconds());
        json.putAll(result.latency().json());
        Map<String, Object> majority = new LinkedHashMap<>();
        majority.put("overlap", CrowdResult.OVERLAP);
        majority.put("labels", result.majority().labels());
        majority.put("right", result.majorityRight());
        json.put("majority", majority);
        json.put("people", result.members().stream().map(CrowdReport::json).toList());
        return json;
    }

    private static Map<String, Object> json(CrowdResult.Member member) {
        JsonNode known = member.known();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", member.id());
        json.put("name", member.name());
        json.put("member", member.who().written());
        json.put("labels", member.labels());
        for (String name : List.of("gold", "trust", "bound", "state")) {
            json.put(name, known == null ? null : known.path(name));
        }
        if (known != null && known.path("gold").isObject()) {
            json.put(
                    "gold",
                    Map.of(
                            "seen",
                            known.get("gold").get("seen"),
                            "correct",
                            known.get("gold").get("correct")));
        }
        json.put("distrustedAfter", member.distrustedAfter());
        ConfusionMatrix recovered = recovered(member);
        json.put("recovered", recovered == null ? null : MatricesBesideTruth.json(recovered));
        json.put("truly", MatricesBesideTruth.json(member.who().matrix()));
        json.put("confusions", known == null ? List.of() : known.path("confusions"));
        json.put("flags", known == null ? List.of() : known.path("flags"));
        return json;
    }

    /** The matrix of the latest estimate; null when there is none. */
    private static @Nullable ConfusionMatrix recovered(CrowdResult.Member member) {
        JsonNode known = member.known();
        JsonNode matrix = known == null ? null : known.path("estimated").path("matrix");
        if (matrix == null || !matrix.isArray()) {
            return null;
        }
        double[][] rows = new double[matrix.size()][matrix.size()];
        for (int truth = 0; truth < rows.length; truth++) {
            for (int given = 0; given < rows.length; given++) {
                rows[truth][given] = matrix.get(truth).get(given).asDouble();
            }
        }
        return MatricesBesideTruth.of(rows);
    }

    private List<String> text() {
        List<String> lines = new ArrayList<>();
        lines.add(format(
                "%,d images by the policy %s: %,d settled, %.2f %% of them right; %,d labels, %.3f an image, and %,d on gold",
                result.images(),
                result.policy(),
                result.settled(),
                100 * result.settledRight(),
                result.labels(),
                result.labelsPerImage(),
                result.goldLabels()));
        lines.add(format(
                "A plain majority of %d by the same people: %.2f %% right, for %,d labels (simulated)",
                CrowdResult.OVERLAP,
                100 * result.majorityRight(),
                result.majority().labels()));
        lines.add(format(
                "%.1f s, %,.0f labels/s; latency median %.1f ms, 99 %% %.1f ms",
                result.seconds(),
                (result.labels() + result.goldLabels()) / result.seconds(),
                result.latency().p50(),
                result.latency().p99()));
        for (CrowdResult.Member member : result.members()) {
            lines.addAll(text(member));
        }
        return lines;
    }

    private static List<String> text(CrowdResult.Member member) {
        List<String> lines = new ArrayList<>();
        JsonNode known = member.known();
        String labels = format("%s: %,d labels", member.name(), member.labels());
        if (known == null) {
            lines.add(labels + "; this Nudge says nothing of annotators");
            return lines;
        }
        lines.add(format(
                "%s, gold %d of %d, trust %.3f, %s%s",
                labels,
                known.get("gold").get("correct").asInt(),
                known.get("gold").get("seen").asInt(),
                known.get("trust").asDouble(),
                known.get("state").asString(),
                member.distrustedAfter() == null ? "" : format(" after %,d labels", member.distrustedAfter())));
        for (JsonNode flag : known.path("flags")) {
            lines.add("    " + flag.get("text").asString());
        }
        ConfusionMatrix recovered = recovered(member);
        if (recovered != null) {
            lines.addAll(MatricesBesideTruth.lines(recovered, member.who().matrix()));
        }
        return lines;
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
