package nudge.labeller.web.security;

import java.util.Map;
import nudge.labeller.access.Role;
import nudge.settings.Secret;

/**
 * An OpenID Connect provider.
 *
 * @param name as the sign-in page calls it
 * @param roleClaim the claim that names a person's groups or roles
 * @param roles which of the claim's values is which role
 */
public record SingleSignOnSettings(
        String issuer, String clientId, Secret clientSecret, String name, String roleClaim, Map<String, Role> roles) {}
