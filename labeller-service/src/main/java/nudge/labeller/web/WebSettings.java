package nudge.labeller.web;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import nudge.labeller.Secret;
import nudge.labeller.access.Role;
import org.jspecify.annotations.Nullable;

/**
 * How the web is served.
 *
 * @param port 0 for a free one
 * @param hosts names under which browsers may ask for it; empty for any name, or for those of this machine when the address
 *     is a loopback one
 * @param proxies regular expression of the addresses of reverse proxies whose X-Forwarded headers count; null for none
 * @param tls null to speak plain HTTP
 * @param singleSignOn null for passwords alone
 */
public record WebSettings(
        String address,
        int port,
        Set<String> hosts,
        @Nullable String proxies,
        @Nullable Tls tls,
        @Nullable SingleSignOn singleSignOn) {
    /** Whether nobody on the way can read what is sent. */
    public boolean isPrivate() {
        return tls != null || proxies != null || HostCheck.isLoopback(address);
    }

    /** PEM files. */
    public record Tls(Path certificate, Path key) {}

    /**
     * An OpenID Connect provider.
     *
     * @param name as the sign-in page calls it
     * @param roleClaim the claim that names a person's groups or roles
     * @param roles which of the claim's values is which role
     */
    public record SingleSignOn(
            String issuer,
            String clientId,
            Secret clientSecret,
            String name,
            String roleClaim,
            Map<String, Role> roles) {}
}
