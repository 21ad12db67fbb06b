package nudge.labeller.web.security;

import static nudge.labeller.access.Role.ADMIN;
import static nudge.labeller.access.Role.ANNOTATOR;
import static nudge.labeller.access.Role.REVIEWER;
import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.HEAD;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpMethod.PUT;

import java.util.Arrays;
import nudge.labeller.access.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;

/** Which role each route asks for. What is not named here, administrators alone may do. */
final class AuthorizationRules {
    private final AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests;

    private AuthorizationRules(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests) {
        this.requests = requests;
    }

    static void put(AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests) {
        AuthorizationRules rules = new AuthorizationRules(requests);
        rules.labelling();
        rules.everybody();
        rules.annotators();
        rules.open(REVIEWER, GET, "/audit.html", "/api/audit", "/api/export", "/api/queue");
        rules.open(REVIEWER, GET, "/quality.html", "/annotator.html", "/review.html", "/gold.html");
        rules.open(REVIEWER, POST, "/api/images/{id}/take-in", "/api/images/{id}/leave-out");
        rules.open(REVIEWER, POST, "/api/annotators/{id}/distrust", "/api/annotators/{id}/trust");
        rules.open(REVIEWER, POST, "/api/gold/{image}/correct", "/api/gold/{image}/retire");
        rules.open(REVIEWER, POST, "/api/images/{id}/adjudication");
        rules.open(REVIEWER, DELETE, "/api/images/{id}/adjudication");
        rules.open(REVIEWER, GET, "/api/annotators", "/api/annotators/{id}", "/api/agreement", "/api/quality");
        rules.open(REVIEWER, POST, "/api/annotators/{id}/preview", "/api/quality/policy/preview");
        rules.open(ADMIN, PUT, "/api/quality/policy");
        rules.open(REVIEWER, GET, "/api/review", "/api/gold", "/api/images/{id}/why");
        rules.open(REVIEWER, POST, "/api/review");
        rules.open(ADMIN, GET, "/people.html", "/api/people", "/api/invitations");
        rules.open(ADMIN, GET, "/api/audit/access", "/api/audit/timeline");
        rules.open(ADMIN, POST, "/api/people/{id}/password", "/api/invitations");
        rules.open(ADMIN, PUT, "/api/people/{id}/role");
        rules.open(
                ADMIN,
                DELETE,
                "/api/people/{id}",
                "/api/people/{id}/sessions",
                "/api/people/{id}/passkeys",
                "/api/invitations/{id}");
        rules.open(ADMIN, GET, "/actuator/**");
        requests.anyRequest().hasAuthority(ActorAuthentication.authority(ADMIN));
    }

    /** What is asked for with every label comes first: the rules are tried one after the other. */
    private void labelling() {
        for (HttpMethod method : new HttpMethod[] {POST, DELETE}) {
            open(ANNOTATOR, method, "/api/images/{id}/label", "/api/images/{id}/skip", "/api/images/{id}/reject");
        }
        open(ANNOTATOR, GET, "/api/tasks");
    }

    /** What it takes to sign in, and to see whether the server lives. */
    private void everybody() {
        open(null, GET, "/sign-in.html", "/welcome.html", "/at/**", "/css/**", "/js/**", "/favicon.svg", "/webjars/**");
        open(null, GET, "/api/session", "/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness");
        open(null, POST, "/api/session", "/api/session/second", "/api/welcome", "/api/welcome/opened");
    }

    private void annotators() {
        open(ANNOTATOR, GET, "/", "/index.html", "/bulk.html", "/draw.html", "/account.html", "/tokens.html");
        open(ANNOTATOR, GET, "/my-quality.html");
        open(ANNOTATOR, GET, "/api/progress", "/api/accuracy", "/api/stream", "/api/bulk");
        open(ANNOTATOR, GET, "/api/checkpoints", "/api/checkpoints/{id}", "/api/checkpoints/{id}/weights");
        open(ANNOTATOR, GET, "/api/checkpoints/{id}/onnx", "/api/checkpoints/{id}/safetensors", "/api/champion");
        open(
                ANNOTATOR,
                GET,
                "/images.html",
                "/api/images",
                "/api/images/{id}",
                "/api/images/{id}/history",
                "/api/images/{id}/png");
        open(ANNOTATOR, POST, "/api/images", "/api/imports", "/api/bulk", "/api/predict", "/api/explain");
        open(ANNOTATOR, GET, "/api/explain");
        open(ANNOTATOR, POST, "/api/gold/{image}/contest");
        open(ANNOTATOR, GET, "/api/me/quality");
        open(ANNOTATOR, GET, "/sheet.html", "/explain.html");
        open(ANNOTATOR, POST, "/api/sheets", "/api/sheets/images");
        open(ANNOTATOR, DELETE, "/api/session", "/api/sessions");
        open(ANNOTATOR, GET, "/api/sessions", "/api/passkeys");
        open(ANNOTATOR, POST, "/api/passkeys", "/api/passkeys/begin", "/api/passkeys/{id}/remove");
        open(ANNOTATOR, POST, "/api/sessions/{id}/end");
        open(ANNOTATOR, PUT, "/api/password");
        open(ANNOTATOR, GET, "/api/tokens");
        open(ANNOTATOR, POST, "/api/tokens");
        open(ANNOTATOR, DELETE, "/api/tokens/{id}");
    }

    /** @param role null for everybody */
    private void open(@Nullable Role role, HttpMethod method, String... patterns) {
        for (HttpMethod each : method == GET ? new HttpMethod[] {GET, HEAD} : new HttpMethod[] {method}) {
            var matched = requests.requestMatchers(each, Arrays.copyOf(patterns, patterns.length));
            if (role == null) {
                matched.permitAll();
            } else {
                matched.hasAuthority(ActorAuthentication.authority(role));
            }
        }
    }
}
