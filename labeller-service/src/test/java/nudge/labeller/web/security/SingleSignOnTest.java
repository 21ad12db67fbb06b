package nudge.labeller.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import nudge.labeller.RunningLabeller;
import nudge.labeller.web.Browser;
import nudge.labeller.web.Browser.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sign-in through an OpenID Connect provider that the configuration names. */
@Tag("server")
class SingleSignOnTest {
    private static IdentityProvider provider;
    private static RunningLabeller labeller;

    @BeforeAll
    static void start(@TempDir Path kafka) throws Exception {
        provider = new IdentityProvider();
        labeller = RunningLabeller.start(
                kafka,
                Map.of(
                        "NUDGE_LABELLER_OIDC_ISSUER",
                        provider.issuer(),
                        "NUDGE_LABELLER_OIDC_CLIENT_ID",
                        IdentityProvider.CLIENT,
                        "NUDGE_LABELLER_OIDC_CLIENT_SECRET",
                        IdentityProvider.CLIENT_SECRET,
                        "NUDGE_LABELLER_OIDC_NAME",
                        "Example University",
                        "NUDGE_LABELLER_OIDC_ROLE_CLAIM",
                        "realm_access.groups",
                        "NUDGE_LABELLER_OIDC_ROLES",
                        "staff=annotator,cn=heads=admin"));
    }

    @AfterAll
    static void stop() throws InterruptedException {
        labeller.close();
        provider.close();
    }

    @BeforeEach
    void somebodyElse() {
        provider.claims = UnaryOperator.identity();
        provider.subject = java.util.UUID.randomUUID().toString();
        provider.groups = List.of("staff");
    }

    /** The provider's redirect back, before it is followed. */
    private static String sentBack(Browser browser) throws Exception {
        Answer away = browser.get("/oauth2/authorization/oidc");
        assertThat(away.status()).isEqualTo(302);
        assertThat(away.header("Location")).startsWith(provider.issuer() + "/authorize?");
        return browser.get(away.header("Location")).header("Location");
    }

    private static Answer signIn(Browser browser) throws Exception {
        return browser.get(sentBack(browser));
    }

    @Test
    void the_sign_in_page_offers_it_by_name() throws Exception {
        assertThat(Browser.open(labeller)
                        .get("/api/session")
                        .json()
                        .get("singleSignOn")
                        .asString())
                .isEqualTo("Example University");
    }

    @Test
    void whom_the_provider_vouches_for_is_in_with_the_role_of_her_group() throws Exception {
        provider.name = "Uma";
        provider.groups = List.of("others", "staff");
        Browser uma = Browser.open(labeller);
        Answer in = signIn(uma);
        assertThat(in.header("Location")).endsWith("/");
        assertThat(uma.name()).isEqualTo("Uma");
        assertThat(uma.get("/api/people").status()).isEqualTo(403);
        String id = uma.id();
        provider.groups = List.of("staff", "cn=heads");
        provider.name = "Uma Renamed";
        signIn(uma);
        assertThat(uma.id()).isEqualTo(id);
        assertThat(uma.name()).isEqualTo("Uma");
        assertThat(uma.get("/api/people").status()).isEqualTo(200);
        assertThat(uma.send("PUT", "/api/password", "{\"current\":\"\",\"password\":\"" + Browser.PASSWORD + "\"}")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void two_people_of_one_name_are_two_people() throws Exception {
        provider.name = "Vic";
        Browser one = Browser.open(labeller);
        signIn(one);
        provider.subject = "another";
        Browser other = Browser.open(labeller);
        signIn(other);
        assertThat(other.name()).isEqualTo("Vic (2)");
        assertThat(other.id()).isNotEqualTo(one.id());
    }

    @Test
    void without_a_role_nobody_is_in() throws Exception {
        provider.groups = List.of("strangers");
        Browser stranger = Browser.open(labeller);
        assertThat(signIn(stranger).header("Location")).endsWith("/sign-in.html?refused=role");
        assertThat(stranger.name()).isNull();
    }

    @Test
    void whose_role_is_taken_away_is_put_out_when_the_provider_says_so() throws Exception {
        provider.name = "Wim";
        Browser here = Browser.open(labeller);
        signIn(here);
        provider.groups = List.of();
        signIn(Browser.open(labeller));
        assertThat(here.name()).isNull();
        assertThat(refused("Wim")).as("the list of people tells it").isTrue();
        provider.groups = List.of("staff");
        signIn(here);
        assertThat(refused("Wim")).isFalse();
    }

    private static boolean refused(String name) throws Exception {
        return labeller.get("/api/people")
                .json()
                .valueStream()
                .anyMatch(person -> person.get("name").asString().equals(name) && person.hasNonNull("refused"));
    }

    /** What a person's program that has her token gets to see. */
    private static int program(String token, String path) throws Exception {
        return Browser.open(labeller)
                .send("GET", path, null, "Authorization", "Bearer " + token)
                .status();
    }

    private static String token(Browser owner) throws Exception {
        return owner.post("/api/tokens", Map.of("name", "nightly", "role", "admin", "days", 30))
                .json()
                .get("secret")
                .asString();
    }

    private static Browser administrator(String name) throws Exception {
        provider.name = name;
        provider.groups = List.of("cn=heads");
        Browser administrator = Browser.open(labeller);
        signIn(administrator);
        return administrator;
    }

    @Test
    void tokens_of_whose_role_is_lowered_are_lowered_for_good() throws Exception {
        Browser xia = administrator("Xia");
        String token = token(xia);
        assertThat(program(token, "/api/people")).isEqualTo(200);
        provider.groups = List.of("staff");
        signIn(xia);
        assertThat(program(token, "/api/people")).isEqualTo(403);
        assertThat(program(token, "/api/progress")).isEqualTo(200);
        provider.groups = List.of("cn=heads");
        signIn(xia);
        assertThat(program(token, "/api/people")).as("her role is back").isEqualTo(403);
    }

    @Test
    void tokens_of_whom_the_provider_refuses_end_and_do_not_come_back() throws Exception {
        Browser yan = administrator("Yan");
        String token = token(yan);
        provider.groups = List.of();
        signIn(Browser.open(labeller));
        assertThat(program(token, "/api/progress")).isEqualTo(401);
        provider.groups = List.of("cn=heads");
        signIn(yan);
        assertThat(program(token, "/api/progress")).isEqualTo(401);
        assertThat(yan.get("/api/audit/access").body()).contains("token revoked");
    }

    @Test
    void who_signs_in_again_ends_the_session_of_before() throws Exception {
        provider.name = "Zoe";
        Browser zoe = Browser.open(labeller);
        signIn(zoe);
        Browser before = Browser.open(labeller);
        before.cookies.put(zoe.sessionCookie(), zoe.cookies.get(zoe.sessionCookie()));
        assertThat(before.name()).isEqualTo("Zoe");
        signIn(zoe);
        assertThat(zoe.name()).isEqualTo("Zoe");
        assertThat(before.name()).isNull();
        assertThat(zoe.post("/api/tokens", Map.of("name", "t", "role", "annotator", "days", 1))
                        .status())
                .as("with the new token against forgery")
                .isEqualTo(201);
    }

    @Test
    void what_the_provider_writes_stays_in_one_line_of_the_log() {
        assertThat(LogText.of("denied\r\n12:00 INFO all is well \u202e\u2028!"))
                .isEqualTo("denied\\u{d}\\u{a}12:00 INFO all is well \\u{202e}\\u{2028}!");
        assertThat(LogText.of("x".repeat(1_000))).hasSize(500);
    }

    @Test
    void another_browser_or_another_state_does_not_come_back_in() throws Exception {
        Browser victim = Browser.open(labeller);
        String back = sentBack(Browser.open(labeller));
        assertThat(victim.get(back).header("Location")).endsWith("refused=provider");
        sentBack(victim);
        assertThat(victim.get(back).header("Location")).endsWith("refused=provider");
        assertThat(victim.name()).isNull();
    }

    @Test
    void a_token_for_another_client_time_nonce_or_issuer_lets_nobody_in() throws Exception {
        List<UnaryOperator<JWTClaimsSet.Builder>> forgeries = List.of(
                claims -> claims.audience("another client"),
                claims -> claims.expirationTime(new java.util.Date(1)),
                claims -> claims.claim("nonce", "another"),
                claims -> claims.issuer("http://127.0.0.1:1"));
        for (UnaryOperator<JWTClaimsSet.Builder> forgery : forgeries) {
            provider.claims = forgery;
            Browser victim = Browser.open(labeller);
            assertThat(signIn(victim).header("Location")).endsWith("refused=provider");
            assertThat(victim.name()).isNull();
        }
    }
}
