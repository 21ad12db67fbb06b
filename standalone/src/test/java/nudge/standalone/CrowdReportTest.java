package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import nudge.quality.simulation.PlainMajority;
import nudge.quality.simulation.SimulatedAnnotator;
import nudge.quality.simulation.SimulatedCrowd;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CrowdReportTest {
    private static final List<SimulatedAnnotator> PEOPLE =
            SimulatedCrowd.parse("confuses:4>9@0.4,spammer,good:0.97").people();

    /** Takes 38 % of the fours for nines. */
    private static String matrix() {
        return IntStream.range(0, 10)
                .mapToObj(truth -> IntStream.range(0, 10)
                        .mapToObj(given -> truth == 4 && given == 9
                                ? "0.38"
                                : truth == given ? truth == 4 ? "0.62" : "1.0" : "0.0")
                        .collect(Collectors.joining(",", "[", "]")))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static final CrowdResult RESULT = new CrowdResult(
            "crowd",
            1_000,
            990,
            985,
            2_100,
            150,
            10,
            new Percentiles(1, 2, 3, 4),
            new PlainMajority(List.of(), 3_000),
            0.921,
            List.of(
                    member(0, null, """
                            {"gold": {"seen": 50, "correct": 48, "answers": [{"image": "x"}]}, "trust": 0.9333, "bound": 0.99,
                             "state": "trusted", "estimated": {"estimate": 3, "labels": 700, "matrix": %s},
                             "confusions": [{"truth": 4, "given": 9, "share": 0.38, "bound": 0.3}],
                             "flags": [{"kind": "confuses", "text": "takes 38 %% of the fours for nines"}]}""".formatted(matrix())),
                    member(1, 8, """
                            {"gold": {"seen": 8, "correct": 1}, "trust": 0.5, "bound": 0.4, "state": "distrusted",
                             "estimated": null, "confusions": [], "flags": []}"""),
                    new CrowdResult.Member(new UUID(0, 2), "good:0.97 #3", PEOPLE.get(2), 900, null, null)));

    private static CrowdResult.Member member(int number, Integer distrustedAfter, String known) {
        SimulatedAnnotator who = PEOPLE.get(number);
        return new CrowdResult.Member(
                new UUID(0, number),
                who.written() + " #" + (number + 1),
                who,
                700,
                new JsonMapper().readTree(known),
                distrustedAfter);
    }

    private static String print(boolean json) {
        StringWriter out = new StringWriter();
        new CrowdReport(RESULT).print(new PrintWriter(out), json);
        return out.toString();
    }

    @Test
    void programs_read_one_document_with_names_that_stay() {
        assertThat(print(true)).hasLineCount(1);
        JsonNode json = new JsonMapper().readTree(print(true));
        assertThat(json.propertyNames())
                .containsExactly(
                        "policy",
                        "images",
                        "settled",
                        "right",
                        "settledRight",
                        "labels",
                        "labelsPerImage",
                        "goldLabels",
                        "seconds",
                        "labelsPerSecond",
                        "p50Ms",
                        "p90Ms",
                        "p99Ms",
                        "maxMs",
                        "majority",
                        "people");
        assertThat(json.get("settledRight").asDouble()).isEqualTo(985.0 / 990);
        assertThat(json.get("labelsPerImage").asDouble()).isEqualTo(2.1);
        assertThat(json.get("labelsPerSecond").asDouble()).isEqualTo(225);
        assertThat(json.get("majority").toString()).isEqualTo("{\"overlap\":3,\"labels\":3000,\"right\":0.921}");
        JsonNode first = json.get("people").get(0);
        assertThat(first.propertyNames())
                .containsExactly(
                        "id",
                        "name",
                        "member",
                        "labels",
                        "gold",
                        "trust",
                        "bound",
                        "state",
                        "distrustedAfter",
                        "recovered",
                        "truly",
                        "confusions",
                        "flags");
        assertThat(first.get("member").asString()).isEqualTo("confuses:4>9@0.4");
        assertThat(first.get("recovered").get(4).get(9).asDouble()).isEqualTo(0.38);
        assertThat(first.get("truly").get(4).get(9).asDouble()).isEqualTo(0.4);
        assertThat(first.get("gold").has("answers")).isFalse();
        assertThat(json.get("people").get(1).get("distrustedAfter").asInt()).isEqualTo(8);
        assertThat(json.get("people").get(1).get("recovered").isNull()).isTrue();
        assertThat(json.get("people").get(2).get("state").isNull()).isTrue();
    }

    @Test
    void people_read_figures_states_and_matrices_side_by_side() {
        assertThat(print(false))
                .contains(
                        "1,000 images by the policy crowd: 990 settled, 99.49 % of them right; 2,100 labels, 2.100 an image,"
                                + " and 150 on gold",
                        "A plain majority of 3 by the same people: 92.10 % right, for 3,000 labels",
                        "confuses:4>9@0.4 #1: 700 labels, gold 48 of 50, trust 0.933, trusted",
                        "takes 38 % of the fours for nines",
                        "spammer #2: 700 labels, gold 1 of 8, trust 0.500, distrusted after 8 labels",
                        "good:0.97 #3: 900 labels; this Nudge says nothing of annotators");
        assertThat(print(false).lines().filter(line -> line.startsWith("  4")))
                .containsExactly("  4   0.0   0.0   0.0   0.0  62.0   0.0   0.0   0.0   0.0  38.0   |"
                        + "   0.0   0.0   0.0   0.0  60.0   0.0   0.0   0.0   0.0  40.0");
    }
}
