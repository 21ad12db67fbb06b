package nudge.labeller.web;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import nudge.labeller.web.security.SingleSignOnSettings;
import org.jspecify.annotations.Nullable;

/**
 * How the web is served.
 *
 * @param port 0 for a free one
 * @param hosts names under which browsers may ask for it; empty for any name, or for those of this machine when the address
 *     is a loopback one
 * @param publicAddress where people open it, such as {@code https://nudge.example.org}; null where it listens
 * @param proxies regular expression of the addresses of reverse proxies whose X-Forwarded headers count; null for none
 * @param connectionsPerAddress that one address may have open at once; proxies any number
 * @param tls null to speak plain HTTP
 * @param plain whether plain HTTP is asked for where others can read it
 * @param singleSignOn null for passwords alone
 * @param sources the folder whose files are served as they are, for whoever works on the pages; null for those of the jar
 */
public record WebSettings(
        String address,
        int port,
        Set<String> hosts,
        @Nullable URI publicAddress,
        @Nullable String proxies,
        int connectionsPerAddress,
        @Nullable Tls tls,
        boolean plain,
        @Nullable SingleSignOnSettings singleSignOn,
        @Nullable Path sources) {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    /** The same, serving the files of a folder: no setting of an installation does that. */
    public WebSettings withSources(Path folder) {
        return new WebSettings(
                address, port, hosts, publicAddress, proxies, connectionsPerAddress, tls, plain, singleSignOn, folder);
    }

    /** Whether nobody on the way can read what is sent. */
    public boolean isPrivate() {
        return tls != null || proxies != null || isLoopback();
    }

    private boolean isLoopback() {
        return address.equals("localhost") || address.startsWith("127.") || address.equals("::1");
    }

    /** Every name under which it may be asked for; empty for any name. */
    public Set<String> acceptedHosts() {
        if (hosts.isEmpty() && !isLoopback()) {
            return Set.of();
        }
        // Programs on this machine come by the address that it listens on: no page of somebody else has that name.
        Set<String> accepted = new HashSet<>(LOOPBACK);
        accepted.addAll(hosts);
        if (!isOnEveryAddress()) {
            accepted.add(URI.create(localAddress(1)).getHost().toLowerCase(Locale.ROOT));
        }
        if (publicAddress != null) {
            accepted.add(publicAddress.getHost().toLowerCase(Locale.ROOT));
        }
        return Set.copyOf(accepted);
    }

    /** Where a program on this machine finds it: scheme, host and port. */
    String localAddress(int boundPort) {
        return at(isOnEveryAddress() ? "127.0.0.1" : address, boundPort);
    }

    private boolean isOnEveryAddress() {
        return address.equals("0.0.0.0") || address.equals("::");
    }

    /** Where people find it: as it is set, or else where it listens. */
    String address(int boundPort) {
        return givenAddress(boundPort).orElseGet(() -> localAddress(boundPort));
    }

    /** Where people find it, if that is set: the public address, or the first of the names. */
    public Optional<String> givenAddress(int boundPort) {
        return publicAddress != null
                ? Optional.of(publicAddress.toString())
                : hosts.stream().sorted().findFirst().map(host -> at(host, boundPort));
    }

    private String at(String host, int boundPort) {
        boolean bare = host.indexOf(':') >= 0 && !host.startsWith("[");
        return (tls == null ? "http://" : "https://") + (bare ? "[" + host + "]" : host) + ":" + boundPort;
    }

    /** PEM files. */
    public record Tls(Path certificate, Path key) {}
}
