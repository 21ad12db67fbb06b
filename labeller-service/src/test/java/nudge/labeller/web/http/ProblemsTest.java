package nudge.labeller.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import nudge.labeller.RunningLabeller;
import nudge.labeller.statistics.HistoryLoadingException;
import nudge.labeller.web.RawRequests;
import nudge.labeller.web.SharedLabeller;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whoever refuses a request, a handler, a filter or the firewall before it: the answer has one form. */
@Tag("server")
class ProblemsTest {
    private static RunningLabeller labeller;

    @BeforeAll
    static void start() {
        labeller = SharedLabeller.get();
    }

    @ParameterizedTest(name = "{0} {1}, {2} with a token: {4}")
    @CsvSource({
        "localhost, GET, /api/images/7, true, 400, expected id to be a UUID",
        "localhost, GET, /api/nothing, true, 404, No static resource",
        "localhost, GET, /api/tasks, false, 401, sign in",
        "localhost, POST, /api/bulk, false, 403, X-XSRF-TOKEN",
        "localhost, PATCH, /api/tasks, true, 405, PATCH",
        "localhost, GET, //api/tasks, true, 400, well-formed",
        "other.example, GET, /api/tasks, true, 421, NUDGE_LABELLER_HTTP_HOSTS"
    })
    void an_error_is_a_problem_document(
            String host, String method, String path, boolean token, int status, String detail) throws Exception {
        String answer = new RawRequests(labeller.port())
                .send(
                        "127.0.0.1",
                        method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n"
                                + (token ? "Authorization: Bearer " + labeller.token() + "\r\n" : "")
                                + "Content-Length: 0\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 " + status).contains("\nContent-Type: application/problem+json");
        JsonNode problem = new JsonMapper()
                .readTree(answer.lines()
                        .filter(line -> line.startsWith("{"))
                        .findFirst()
                        .orElseThrow());
        assertThat(problem.propertyNames()).containsExactlyElementsOf(List.of("detail", "instance", "status", "title"));
        assertThat(problem.get("instance").asString()).isEqualTo(path);
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("detail").asString()).contains(detail);
    }

    @Test
    void while_the_labels_are_read_for_the_first_time_the_answer_says_when_to_ask_again() {
        ResponseEntity<Object> answer = new Problems().loading(new HistoryLoadingException(5_000, 90_000), null);
        assertThat(answer.getStatusCode().value()).isEqualTo(503);
        assertThat(answer.getHeaders().getFirst("Retry-After")).isEqualTo("2");
        assertThat(answer.getBody()).asString().contains("5000 of 90000 events; ask again in a few seconds");
    }
}
