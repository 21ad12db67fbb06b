package nudge.labeller.web.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import nudge.labeller.RunningLabeller;
import nudge.labeller.web.Browser;
import nudge.labeller.web.Browser.Answer;
import nudge.labeller.web.RawRequests;
import nudge.labeller.web.SharedLabeller;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Programs come in by tokens, and what anybody did can be looked up. */
@Tag("server")
class TokensAndAuditTest {
    private static RunningLabeller labeller;

    @BeforeAll
    static void start() {
        labeller = SharedLabeller.get();
    }

    private static Answer make(Browser owner, String role) throws Exception {
        return owner.post("/api/tokens", Map.of("name", "nightly import", "role", role, "days", 30));
    }

    private static int with(String token, String path) throws Exception {
        return new Browser("http://127.0.0.1:" + labeller.port(), null)
                .send("GET", path, null, "Authorization", "Bearer " + token)
                .status();
    }

    @Test
    void a_token_is_shown_once_and_stored_as_a_digest() throws Exception {
        Browser owner = Browser.of(labeller, "reviewer");
        String secret = make(owner, "annotator").json().get("secret").asString();
        assertThat(secret).matches("nudge_[A-Za-z0-9_-]{43}");
        assertThat(with(secret, "/api/progress")).isEqualTo(200);
        assertThat(with(secret, "/api/audit")).isEqualTo(403);
        assertThat(owner.get("/api/tokens").body()).contains("nightly import").doesNotContain(secret);
        String session = owner.cookies.get(owner.sessionCookie());
        for (String row : everythingAboutAccess()) {
            assertThat(row).doesNotContain(secret).doesNotContain(session).doesNotContain(Browser.PASSWORD);
        }
    }

    private static List<String> everythingAboutAccess() throws Exception {
        List<String> rows = new ArrayList<>();
        try (Connection database = labeller.database();
                var statement = database.createStatement()) {
            for (String table : List.of("person", "invitation", "session", "token", "access_event", "event")) {
                try (ResultSet row = statement.executeQuery("SELECT t::text FROM " + table + " t")) {
                    while (row.next()) {
                        rows.add(row.getString(1));
                    }
                }
            }
        }
        return rows;
    }

    @Test
    void a_revoked_token_and_one_that_never_was_let_nobody_in() throws Exception {
        Browser owner = Browser.of(labeller, "annotator");
        JsonNode made = make(owner, "annotator").json();
        String secret = made.get("secret").asString();
        assertThat(with(secret, "/api/progress")).isEqualTo(200);
        String path = "/api/tokens/" + made.get("id").asString();
        assertThat(Browser.of(labeller, "annotator").send("DELETE", path, null).status())
                .as("somebody else's token")
                .isEqualTo(404);
        assertThat(owner.send("DELETE", path, null).status()).isEqualTo(204);
        assertThat(with(secret, "/api/progress")).isEqualTo(401);
        assertThat(with("nudge_" + "x".repeat(43), "/api/progress")).isEqualTo(401);
        assertThat(with("", "/api/progress")).isEqualTo(401);
    }

    @Test
    void a_token_never_does_more_than_its_owner_may() throws Exception {
        Browser owner = Browser.of(labeller, "reviewer");
        assertThat(make(owner, "admin").status()).isEqualTo(403);
        String secret = make(owner, "reviewer").json().get("secret").asString();
        assertThat(with(secret, "/api/audit")).isEqualTo(200);
        String person = owner.id();
        Browser admin = Browser.of(labeller, "admin");
        admin.send("PUT", "/api/people/" + person + "/role", "{\"role\":\"annotator\"}");
        assertThat(with(secret, "/api/audit")).isEqualTo(403);
        admin.send("DELETE", "/api/people/" + person, null);
        assertThat(with(secret, "/api/progress")).isEqualTo(401);
    }

    @Test
    void a_token_makes_no_tokens_that_would_stay_when_it_has_ended() throws Exception {
        String another = "{\"name\":\"another\",\"role\":\"annotator\",\"days\":366}";
        Browser program = new Browser("http://127.0.0.1:" + labeller.port(), null);
        for (String token : List.of(Browser.of(labeller, "admin").token(), labeller.token())) {
            Answer answer = program.send("POST", "/api/tokens", another, "Authorization", "Bearer " + token);
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.body()).contains("expected a person who is signed in, got a token");
        }
    }

    @Test
    void open_invitations_end_with_the_token_that_made_them() throws Exception {
        Browser admin = Browser.of(labeller, "admin");
        JsonNode token = make(admin, "admin").json();
        String link = admin.send(
                        "POST",
                        "/api/invitations",
                        "{\"role\":\"admin\"}",
                        "Authorization",
                        "Bearer " + token.get("secret").asString())
                .json()
                .get("link")
                .asString();
        admin.send("DELETE", "/api/tokens/" + token.get("id").asString(), null);
        assertThat(Browser.open(labeller)
                        .accept(link.substring(link.indexOf('#') + 1), "Too Late as well")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void open_invitations_end_with_whoever_made_them() throws Exception {
        for (String way : List.of("erased", "lowered")) {
            Browser admin = Browser.of(labeller, "admin");
            String link = admin.post("/api/invitations", Map.of("role", "admin"))
                    .json()
                    .get("link")
                    .asString();
            String path = "/api/people/" + admin.id();
            Browser other = Browser.of(labeller, "admin");
            Answer done = way.equals("erased")
                    ? other.send("DELETE", path, null)
                    : other.send("PUT", path + "/role", "{\"role\":\"reviewer\"}");
            assertThat(done.status()).isEqualTo(204);
            Answer late = Browser.open(labeller).accept(link.substring(link.indexOf('#') + 1), "Too Late " + way);
            assertThat(late.status()).as(way).isEqualTo(403);
            assertThat(labeller.get("/api/audit/access?limit=20").json().toString())
                    .contains("invitation withdrawn");
        }
    }

    @Test
    void tokens_expire_within_a_year() throws Exception {
        Browser owner = Browser.of(labeller, "annotator");
        for (int days : List.of(0, -1, 367)) {
            assertThat(owner.post("/api/tokens", Map.of("name", "t", "role", "annotator", "days", days))
                            .status())
                    .isEqualTo(400);
        }
        assertThat(owner.post("/api/tokens", Map.of("name", "t", "role", "boss", "days", 1))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void the_audit_names_who_did_it_until_that_person_is_erased() throws Exception {
        Browser sam = Browser.of(labeller, "reviewer", "Sam");
        byte[] pixels = new byte[784];
        pixels[77] = 77;
        String image = labeller.post("/api/images", "application/octet-stream", pixels)
                .json()
                .get("image")
                .asString();
        assertThat(sam.post("/api/images/" + image + "/label", Map.of("digit", 7))
                        .status())
                .isEqualTo(200);
        JsonNode newest = sam.get("/api/audit?limit=2").json();
        assertThat(newest.get(0).get("name").asString()).isEqualTo("Sam");
        assertThat(newest.get(1).get("type").asString()).isEqualTo("label.given");
        long position = newest.get(1).get("position").asLong();
        JsonNode onwards = sam.get("/api/audit?limit=1&after=" + (position - 1)).json();
        assertThat(onwards.get(0)).isEqualTo(newest.get(1));
        String actor = newest.get(0).get("actor").asString();
        assertThat(actor).isEqualTo(sam.id());
        labeller.delete("/api/people/" + actor);
        JsonNode later = labeller.get("/api/audit?limit=1&before=" + (position + 1))
                .json()
                .get(0);
        assertThat(later.get("actor").asString()).isEqualTo(actor);
        assertThat(later.get("name").isNull()).isTrue();
        assertThat(labeller.get("/api/audit?limit=0").status()).isEqualTo(400);
    }

    @Test
    void who_came_in_and_who_was_refused_stands_in_the_access_log_which_cannot_be_changed() throws Exception {
        Browser tea = Browser.of(labeller, "annotator", "Tea");
        Browser.open(labeller).signIn("Tea", "a wrong sentence");
        JsonNode entries = labeller.get("/api/audit/access?limit=3").json();
        assertThat(entries.get(0).get("type").asString()).isEqualTo("sign-in refused");
        assertThat(entries.get(0).get("subjectName").asString()).isEqualTo("Tea");
        assertThat(entries.get(1).get("type").asString()).isEqualTo("signed in");
        assertThat(entries.get(1).get("actor").asString()).isEqualTo(tea.id());
        assertThat(entries.get(2).get("type").asString()).isEqualTo("joined");
        try (Connection database = labeller.database();
                var statement = database.createStatement()) {
            for (String sql : List.of("DELETE FROM access_event", "UPDATE access_event SET type = 'x'")) {
                assertThatThrownBy(() -> statement.execute(sql)).hasMessageContaining("permission denied");
            }
        }
    }

    @Test
    void the_access_log_tells_the_way_in_and_what_was_refused_and_where_from() throws Exception {
        Browser tom = Browser.of(labeller, "annotator", "Tom");
        tom.signIn("Tom", Browser.PASSWORD);
        assertThat(tom.get("/api/people").status()).isEqualTo(403);
        assertThat(tom.get("/api/invitations").status()).isEqualTo(403);
        assertThat(tom.send("POST", "/api/tokens", "{}", "X-XSRF-TOKEN", "forged")
                        .status())
                .isEqualTo(403);
        assertThat(tom.send("PUT", "/api/password", "{\"current\":\"a guess\",\"password\":\"a new sentence\"}")
                        .status())
                .isEqualTo(400);
        List<String> told = new ArrayList<>();
        for (JsonNode entry : labeller.get("/api/audit/access?limit=7").json()) {
            assertThat(entry.get("address").asString()).isEqualTo("127.0.0.1");
            assertThat(entry.get("actor").asString()).isEqualTo(tom.id());
            told.add(entry.get("type").asString() + ": " + entry.get("about").asString("-"));
        }
        assertThat(told)
                .as("the second refusal of a kind within a minute is counted, not written")
                .containsExactly(
                        "current password refused: password",
                        "forgery refused: POST /api/tokens",
                        "not allowed: GET /api/people",
                        "signed out: -",
                        "signed in: password",
                        "signed in: one-time link",
                        "joined: -");
    }

    @Test
    void a_token_that_is_none_and_a_name_that_is_not_ours_stand_in_the_access_log() throws Exception {
        with("nudge_" + "y".repeat(43), "/api/progress");
        RawRequests requests = new RawRequests(labeller.port());
        requests.send("127.0.0.1", RawRequests.get("/sign-in.html", "evil.example"));
        List<String> types = new ArrayList<>();
        labeller.get("/api/audit/access?limit=1000")
                .json()
                .forEach(entry -> types.add(entry.get("type").asString()));
        assertThat(types).contains("token refused", "other host refused");
    }

    @Test
    void the_timeline_is_both_newest_first_and_its_pages_miss_nothing() throws Exception {
        Browser una = Browser.of(labeller, "annotator", "Una");
        byte[] pixels = new byte[784];
        pixels[78] = 78;
        labeller.post("/api/images", "application/octet-stream", pixels);
        una.send("DELETE", "/api/session", null);
        List<String> types = new ArrayList<>();
        List<Instant> times = new ArrayList<>();
        String older = "";
        for (int page = 0; page < 3; page++) {
            JsonNode answer =
                    labeller.get("/api/audit/timeline?limit=1" + older).json();
            JsonNode happening = answer.get("happenings").get(0);
            JsonNode entry = happening.get("event").isNull() ? happening.get("access") : happening.get("event");
            types.add(entry.get("type").asString());
            times.add(Instant.parse(entry.get("at").asString()));
            assertThat(answer.get("position").asLong())
                    .as("a number that JavaScript keeps")
                    .isLessThan(1L << 53);
            older = "&position=" + answer.get("position") + "&number=" + answer.get("number");
        }
        assertThat(types).containsExactly("signed out", "image.added", "signed in");
        assertThat(times).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(labeller.get("/api/audit/timeline?position=1&number=1")
                        .json()
                        .get("happenings"))
                .isEmpty();
    }

    @Test
    void there_is_always_an_administrator() throws Exception {
        Browser admin = Browser.of(labeller, "admin");
        for (JsonNode person : labeller.get("/api/people").json()) {
            if (person.get("role").asString().equals("admin")
                    && !person.get("id").asString().equals(admin.id())) {
                labeller.delete("/api/people/" + person.get("id").asString());
            }
        }
        String path = "/api/people/" + admin.id();
        assertThat(labeller.delete(path).status()).isEqualTo(409);
        assertThat(admin.send("PUT", path + "/role", "{\"role\":\"annotator\"}").body())
                .contains("at least one other administrator");
    }
}
