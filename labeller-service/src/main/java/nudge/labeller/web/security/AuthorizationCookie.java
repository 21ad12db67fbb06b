package nudge.labeller.web.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.AuthorizationRequestRepository;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps the state of a sign-in in the browser while it is at the identity provider, so that any of several labellers can
 * finish it. Only what is the browser's own is kept; the rest comes from the configuration again.
 */
final class AuthorizationCookie implements AuthorizationRequestRepository<OAuth2AuthorizationRequest> {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String NAME = "nudge-oidc";
    private static final Duration LIFE = Duration.ofMinutes(10);

    private final ClientRegistrationRepository providers;

    AuthorizationCookie(ClientRegistrationRepository providers) {
        this.providers = providers;
    }

    private static String name(HttpServletRequest request) {
        return SessionCookie.named(request, NAME);
    }

    @Override
    public @Nullable OAuth2AuthorizationRequest loadAuthorizationRequest(HttpServletRequest request) {
        JsonNode kept = SessionCookie.read(request, name(request))
                .map(AuthorizationCookie::decode)
                .orElse(null);
        String state = request.getParameter(OAuth2ParameterNames.STATE);
        if (kept == null || state == null || !state.equals(kept.path("state").asString(""))) {
            return null;
        }
        Map<String, Object> attributes = new LinkedHashMap<>();
        kept.path("attributes").forEachEntry((name, value) -> attributes.put(name, value.asString("")));
        ClientRegistration provider =
                providers.findByRegistrationId(String.valueOf(attributes.get(OAuth2ParameterNames.REGISTRATION_ID)));
        return provider == null
                ? null
                : OAuth2AuthorizationRequest.authorizationCode()
                        .authorizationUri(provider.getProviderDetails().getAuthorizationUri())
                        .clientId(provider.getClientId())
                        .redirectUri(kept.path("redirect").asString(""))
                        .scopes(provider.getScopes())
                        .state(state)
                        .attributes(attributes)
                        .build();
    }

    @Override
    public void saveAuthorizationRequest(
            @Nullable OAuth2AuthorizationRequest authorization,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (authorization == null) {
            SessionCookie.add(request, response, name(request), "", Duration.ZERO);
            return;
        }
        Map<String, Object> kept = Map.of(
                "state", authorization.getState(),
                "redirect", authorization.getRedirectUri(),
                "attributes", authorization.getAttributes());
        String value = Base64.getUrlEncoder().withoutPadding().encodeToString(MAPPER.writeValueAsBytes(kept));
        SessionCookie.add(request, response, name(request), value, LIFE);
    }

    @Override
    public @Nullable OAuth2AuthorizationRequest removeAuthorizationRequest(
            HttpServletRequest request, HttpServletResponse response) {
        OAuth2AuthorizationRequest authorization = loadAuthorizationRequest(request);
        saveAuthorizationRequest(null, request, response);
        return authorization;
    }

    private static @Nullable JsonNode decode(String value) {
        try {
            return MAPPER.readTree(new String(Base64.getUrlDecoder().decode(value), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException | JacksonException foreign) {
            return null;
        }
    }
}
