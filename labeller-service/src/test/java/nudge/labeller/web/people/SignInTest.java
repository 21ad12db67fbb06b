package nudge.labeller.web.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import nudge.labeller.RunningLabeller;
import nudge.labeller.web.Browser;
import nudge.labeller.web.Browser.Answer;
import nudge.labeller.web.RawRequests;
import nudge.labeller.web.SharedLabeller;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** How people come in, and how they are put out. */
@Tag("server")
class SignInTest {
    private static RunningLabeller labeller;

    @BeforeAll
    static void start() {
        labeller = SharedLabeller.get();
    }

    @Test
    void nobody_comes_in_without_an_invitation() throws Exception {
        Browser stranger = Browser.open(labeller);
        assertThat(stranger.signIn("admin", "admin").status()).isEqualTo(403);
        assertThat(stranger.accept("nudge_" + "A".repeat(43), "Eve").status()).isEqualTo(403);
        assertThat(stranger.get("/api/tasks").status()).isEqualTo(401);
        assertThat(stranger.get("/audit.html").header("Location")).isEqualTo("/sign-in.html?next=%2Faudit.html");
    }

    @Test
    void passwords_and_names_that_are_not_good_are_refused_with_the_reason() throws Exception {
        Browser browser = Browser.open(labeller);
        String secret = Browser.invite(labeller, "annotator");
        for (String password : List.of("short", "password1", "Nudge-2026", "aaaaaaaaaaaa", "x".repeat(257))) {
            Answer refused =
                    browser.post("/api/welcome", Map.of("secret", secret, "name", "Lin", "password", password));
            assertThat(refused.status()).as(password).isEqualTo(400);
            assertThat(refused.body()).contains("expected a password").doesNotContain(password);
        }
        for (String name : List.of("", "  ", "Li\\nn", "L\\u202ein", "n".repeat(81))) {
            Answer refused = browser.send(
                    "POST",
                    "/api/welcome",
                    "{\"secret\":\"" + secret + "\",\"name\":\"" + name + "\",\"password\":\"" + Browser.PASSWORD
                            + "\"}");
            assertThat(refused.status()).as(name).isEqualTo(400);
        }
        assertThat(browser.post(
                                "/api/welcome",
                                Map.of("secret", secret, "name", "Lin", "password", "ä".repeat(5) + "🂡".repeat(59)))
                        .status())
                .isEqualTo(400);
        assertThat(browser.post(
                                "/api/welcome",
                                Map.of("secret", secret, "name", "Lin", "password", "grüße 🂡 aus Wien ".repeat(6)))
                        .status())
                .isEqualTo(200);
        assertThat(browser.signIn("LIN ", "grüße 🂡 aus Wien ".repeat(6)).status())
                .isEqualTo(200);
        // A hash that reads 72 bytes and no more would let this in.
        assertThat(browser.signIn("lin", "grüße 🂡 aus Wien ".repeat(6) + "!").status())
                .isEqualTo(403);
        assertThat(Browser.open(labeller)
                        .accept(Browser.invite(labeller, "annotator"), "lin")
                        .body())
                .contains("somebody has this name already");
    }

    @Test
    void a_page_that_was_somebody_elses_labels_nothing_in_the_name_of_whoever_signed_in_since() throws Exception {
        Browser mary = Browser.of(labeller, "annotator");
        String nobody = "00000000-0000-8000-8000-000000000000";
        assertThat(mary.send("GET", "/api/tasks", null, "Nudge-Person", nobody).status())
                .isEqualTo(401);
        assertThat(mary.send("GET", "/api/tasks", null, "Nudge-Person", mary.id())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void each_sign_in_makes_a_session_of_its_own_and_a_planted_one_is_worth_nothing() throws Exception {
        Browser mary = Browser.of(labeller, "annotator", "Mary");
        String first = mary.cookies.get(mary.sessionCookie());
        Browser victim = Browser.open(labeller);
        victim.cookies.put(mary.sessionCookie(), "nudge_planted");
        String forgery = victim.cookies.get(victim.forgeryCookie());
        Answer in = victim.signIn("Mary", Browser.PASSWORD);
        assertThat(in.header("Set-Cookie"))
                .contains("HttpOnly")
                .contains("SameSite=Lax")
                .contains("Path=/");
        Set<String> secrets = new HashSet<>(List.of("nudge_planted", first, victim.cookies.get(mary.sessionCookie())));
        assertThat(secrets).hasSize(3);
        assertThat(victim.cookies.get(victim.forgeryCookie())).isNotEqualTo(forgery);
        // Signing in again in the same browser ends the session before.
        String before = victim.cookies.get(mary.sessionCookie());
        victim.signIn("Mary", Browser.PASSWORD);
        Browser old = Browser.open(labeller);
        old.cookies.put(mary.sessionCookie(), before);
        assertThat(old.name()).isNull();
        assertThat(mary.name()).isEqualTo("Mary");
    }

    @Test
    void requests_under_way_at_once_share_the_token_against_forgery() throws Exception {
        Browser browser = Browser.of(labeller, "annotator");
        String token = browser.cookies.get(browser.forgeryCookie());
        for (String path : new String[] {"/", "/api/tasks?count=1", "/js/sync/api.js", "/api/progress"}) {
            browser.get(path);
            assertThat(browser.cookies.get(browser.forgeryCookie()))
                    .as("after " + path)
                    .isEqualTo(token);
        }
    }

    @Test
    void signing_out_ends_one_session_and_signing_out_everywhere_all() throws Exception {
        Browser here = Browser.of(labeller, "annotator", "Noor");
        Browser there = Browser.open(labeller);
        there.signIn("Noor", Browser.PASSWORD);
        String kept = here.cookies.get(here.sessionCookie());
        Answer out = here.send("DELETE", "/api/session", null);
        assertThat(out.status()).isEqualTo(204);
        assertThat(out.header("Clear-Site-Data")).isEqualTo("\"cache\"");
        here.cookies.put(there.sessionCookie(), kept);
        assertThat(here.name()).isNull();
        assertThat(there.name()).isEqualTo("Noor");
        here.signIn("Noor", Browser.PASSWORD);
        out = there.send("DELETE", "/api/sessions", null);
        assertThat(out.status()).isEqualTo(204);
        assertThat(out.header("Clear-Site-Data")).isEqualTo("\"cache\"");
        assertThat(here.name()).isNull();
    }

    @Test
    void one_sees_ones_sessions_and_ends_one_with_the_password() throws Exception {
        Browser here = Browser.of(labeller, "annotator", "Nell");
        Browser there = Browser.open(labeller);
        there.signIn("Nell", Browser.PASSWORD);
        String other = null;
        for (JsonNode session : here.get("/api/sessions").json()) {
            assertThat(session.get("address").asString()).isEqualTo("127.0.0.1");
            if (!session.get("current").asBoolean()) {
                other = session.get("id").asString();
            }
        }
        String path = "/api/sessions/" + other + "/end";
        assertThat(here.post(path, Map.of("current", "a wrong sentence")).status())
                .isEqualTo(400);
        assertThat(there.name()).isEqualTo("Nell");
        Browser stranger = Browser.of(labeller, "admin");
        assertThat(stranger.post(path, Map.of("current", Browser.PASSWORD)).status())
                .as("somebody else's session")
                .isEqualTo(404);
        assertThat(here.post(path, Map.of("current", Browser.PASSWORD)).status())
                .isEqualTo(204);
        assertThat(there.name()).isNull();
        assertThat(here.name()).isEqualTo("Nell");
        assertThat(here.get("/api/sessions").json()).hasSize(1);
    }

    @Test
    void a_new_password_ends_the_other_sessions() throws Exception {
        Browser here = Browser.of(labeller, "annotator", "Olu");
        Browser there = Browser.open(labeller);
        there.signIn("Olu", Browser.PASSWORD);
        assertThat(here.send("PUT", "/api/password", "{\"current\":\"wrong\",\"password\":\"another good sentence\"}")
                        .status())
                .isEqualTo(400);
        assertThat(here.send(
                                "PUT",
                                "/api/password",
                                "{\"current\":\"" + Browser.PASSWORD + "\",\"password\":\"another good sentence\"}")
                        .status())
                .isEqualTo(200);
        assertThat(here.name()).isEqualTo("Olu");
        assertThat(there.name()).isNull();
        assertThat(there.signIn("Olu", Browser.PASSWORD).status()).isEqualTo(403);
        assertThat(there.signIn("Olu", "another good sentence").status()).isEqualTo(200);
    }

    @Test
    void an_administrator_changes_roles_renews_passwords_and_erases_at_once() throws Exception {
        Browser admin = Browser.of(labeller, "admin");
        Browser pat = Browser.of(labeller, "annotator", "Pat");
        String path = "/api/people/" + pat.id();
        assertThat(pat.get("/api/audit").status()).isEqualTo(403);
        assertThat(admin.send("PUT", path + "/role", "{\"role\":\"reviewer\"}").status())
                .isEqualTo(204);
        assertThat(pat.get("/api/audit").status()).isEqualTo(200);
        String link =
                admin.post(path + "/password", Map.of()).json().get("link").asString();
        Browser other = Browser.open(labeller);
        assertThat(other.post(
                                "/api/welcome",
                                Map.of(
                                        "secret", link.substring(link.indexOf('#') + 1),
                                        "name", "ignored",
                                        "password", "yet another sentence"))
                        .status())
                .isEqualTo(200);
        assertThat(other.name()).isEqualTo("Pat");
        assertThat(pat.name()).isNull();
        assertThat(admin.send("DELETE", path, null).status()).isEqualTo(204);
        assertThat(other.get("/api/tasks").status()).isEqualTo(401);
        assertThat(admin.send("DELETE", path, null).status()).isEqualTo(404);
    }

    @Test
    void a_restart_of_the_labeller_signs_nobody_out() throws Exception {
        Browser quinn = Browser.of(labeller, "annotator", "Quinn");
        String secret = quinn.cookies.get(quinn.sessionCookie());
        labeller.restart();
        Browser again = Browser.open(labeller);
        // Cookies carry the port in their name, and a restarted test server has another.
        again.cookies.put("nudge-session-" + labeller.port(), secret);
        assertThat(again.name()).isEqualTo("Quinn");
    }

    /** Signs in from an address by a browser that has no cookies, and tells the answer's status. */
    private static int status(String local, String name, String password) throws Exception {
        String body = "{\"name\":\"" + name + "\",\"password\":\"" + password + "\"}";
        String answer = new RawRequests(labeller.port())
                .send(
                        local,
                        "POST /api/session HTTP/1.1\r\nHost: localhost:" + labeller.port() + "\r\nConnection: close\r\n"
                                + "Cookie: XSRF-TOKEN-" + labeller.port() + "=any\r\nX-XSRF-TOKEN: any\r\n"
                                + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
                                + body);
        return Integer.parseInt(answer.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
    }

    @Test
    void whoever_guesses_keeps_nobody_out_who_has_signed_in_in_this_browser_before() throws Exception {
        Browser noether = Browser.of(labeller, "admin", "Noether");
        noether.send("DELETE", "/api/session", null);
        int refused = 0;
        for (int i = 0; i < 25; i++) {
            String name = List.of("Noether", "NOETHER", "noether", "nOETHER").get(i % 4);
            refused += status("127.0.0.8", name, "guess number " + i) == 429 ? 1 : 0;
        }
        assertThat(refused).as("guesses that are not looked at").isGreaterThan(12);
        assertThat(status("127.0.0.9", "Noether", Browser.PASSWORD))
                .as("another browser waits")
                .isEqualTo(429);
        assertThat(noether.signIn("Noether", Browser.PASSWORD).status()).isEqualTo(200);
        assertThat(noether.name()).isEqualTo("Noether");
    }

    @Test
    void guessing_is_slowed_for_an_account_whether_it_exists_or_not() throws Exception {
        Browser.of(labeller, "annotator", "Rae");
        for (String name : List.of("Rae", "no such person")) {
            Browser guesser = Browser.open(labeller);
            Answer last = null;
            for (int i = 0; i < 7; i++) {
                last = guesser.signIn(name, "guess number " + i);
            }
            assertThat(last.status()).as(name).isEqualTo(429);
            assertThat(last.header("Retry-After")).isEqualTo("1");
        }
    }
}
