package nudge.labeller.web.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import nudge.labeller.access.Access;
import nudge.labeller.access.RefusedAccessException;
import nudge.labeller.access.Role;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.SupplierClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;

/** Sign-in through an OpenID Connect provider. It is asked for its addresses at the first sign-in, not at the start. */
final class SingleSignOn {
    private static final Logger LOG = LoggerFactory.getLogger(SingleSignOn.class);
    private static final String REGISTRATION = "oidc";
    private static final String REFUSED = "/sign-in.html?refused=";

    private final SingleSignOnSettings settings;
    private final Access access;
    private final BrowserSession session;

    SingleSignOn(SingleSignOnSettings settings, Access access) {
        this.settings = settings;
        this.access = access;
        this.session = new BrowserSession(access);
    }

    void configure(HttpSecurity http) {
        var providers = new SupplierClientRegistrationRepository(
                () -> new InMemoryClientRegistrationRepository(List.of(registration())));
        http.oauth2Login(login -> login.loginPage("/sign-in.html")
                .clientRegistrationRepository(providers)
                .authorizedClientRepository(new ForgottenClients())
                .authorizationEndpoint(
                        start -> start.authorizationRequestRepository(new AuthorizationCookie(providers)))
                .successHandler(this::succeeded)
                .failureHandler(this::failed));
    }

    private ClientRegistration registration() {
        return ClientRegistrations.fromIssuerLocation(settings.issuer())
                .registrationId(REGISTRATION)
                .clientId(settings.clientId())
                .clientSecret(settings.clientSecret().value())
                .scope("openid", "profile")
                .build();
    }

    private void succeeded(HttpServletRequest request, HttpServletResponse response, Authentication authentication)
            throws IOException {
        OidcUser user = (OidcUser) Objects.requireNonNull(authentication.getPrincipal());
        try {
            Access.SignedIn in = access.vouchedFor(
                    user.getIdToken().getIssuer().toString(), user.getSubject(), name(user), role(user));
            session.begin(in, request, response);
            response.sendRedirect("/");
        } catch (RefusedAccessException refused) {
            LOG.info("a sign-in through {} was refused: {}", settings.name(), LogText.of(refused.getMessage()));
            response.sendRedirect(REFUSED + "role");
        }
    }

    private void failed(HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        access.log().singleSignOnFailed();
        LOG.warn("a sign-in through the identity provider failed: {}", LogText.of(failure.getMessage()));
        response.sendRedirect(REFUSED + "provider");
    }

    private static String name(OidcUser user) {
        return Stream.of(user.getPreferredUsername(), user.getFullName(), user.getEmail(), user.getSubject())
                .filter(name -> name != null && !name.isBlank())
                .findFirst()
                .orElseThrow();
    }

    /** The highest role that the claim gives, or null. */
    private @Nullable Role role(OidcUser user) {
        Object claim = claim(user.getClaims(), settings.roleClaim());
        Collection<?> values = claim instanceof Collection<?> many ? many : claim == null ? List.of() : List.of(claim);
        return values.stream()
                .map(value -> Optional.ofNullable(settings.roles().get(String.valueOf(value))))
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    /** A claim by its name, or one inside of others by their names with dots between. */
    private static @Nullable Object claim(Map<?, ?> claims, String path) {
        if (claims.containsKey(path)) {
            return claims.get(path);
        }
        int dot = path.indexOf('.');
        return dot > 0 && claims.get(path.substring(0, dot)) instanceof Map<?, ?> inner
                ? claim(inner, path.substring(dot + 1))
                : null;
    }

    /** The provider's tokens are not needed once it has said who somebody is. */
    private static final class ForgottenClients implements OAuth2AuthorizedClientRepository {
        @Override
        public <T extends OAuth2AuthorizedClient> @Nullable T loadAuthorizedClient(
                String registration, Authentication principal, HttpServletRequest request) {
            return null;
        }

        @Override
        public void saveAuthorizedClient(
                OAuth2AuthorizedClient client,
                Authentication principal,
                HttpServletRequest request,
                HttpServletResponse response) {}

        @Override
        public void removeAuthorizedClient(
                String registration,
                Authentication principal,
                HttpServletRequest request,
                HttpServletResponse response) {}
    }
}
