package nudge.labeller;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import nudge.events.KafkaSettings;
import nudge.labeller.access.RefusedAccessException;
import nudge.labeller.access.Role;
import nudge.labeller.web.WebSettings;
import nudge.labeller.web.WebSettings.Tls;
import nudge.labeller.web.security.SingleSignOnSettings;
import nudge.settings.KafkaSecurity;
import nudge.settings.Secret;
import nudge.settings.Variables;
import org.jspecify.annotations.Nullable;

/**
 * What the labeller is told at its start.
 *
 * @param sessionIdle how long somebody stays signed in without a request
 * @param databaseUser the application's role: it appends events and cannot change them
 * @param databaseOwner owns the schema and migrates it at the start; null when somebody else migrates
 * @param kafka where Kafka is
 * @param lease how long a task stays with whom it was handed to
 * @param heldOutShare share of the images that come in through the API which are held out
 * @param topicReplication copies of each record in topics that are created
 */
public record LabellerConfiguration(
        WebSettings web,
        Duration sessionIdle,
        String databaseUrl,
        String databaseUser,
        Secret databasePassword,
        @Nullable String databaseOwner,
        Secret databaseOwnerPassword,
        int databaseConnections,
        KafkaSettings kafka,
        Duration lease,
        double heldOutShare,
        short topicReplication) {
    private static final String PREFIX = "NUDGE_LABELLER_";

    /**
     * Reads the variables that begin with {@code NUDGE_LABELLER_}.
     *
     * @throws IllegalArgumentException on a variable that is missing, unknown or out of range: names it, its value and what
     *     is allowed
     */
    public static LabellerConfiguration of(Map<String, String> environment) {
        Variables variables = new Variables(PREFIX, environment);
        LabellerConfiguration configuration = read(variables);
        variables.refuseUnknown();
        return configuration;
    }

    /** All variables that there are, with their defaults and what they may be. */
    public static List<Variables.Setting> settings() {
        Variables variables = new Variables(
                PREFIX,
                Map.of(
                        PREFIX + "DATABASE_URL",
                        "jdbc:postgresql://localhost/nudge",
                        PREFIX + "KAFKA",
                        "localhost:9092"));
        read(variables);
        return variables.settings();
    }

    private static LabellerConfiguration read(Variables variables) {
        return new LabellerConfiguration(
                web(variables),
                variables.duration("SESSION_IDLE", "PT12H"),
                variables.text("DATABASE_URL", null),
                variables.text("DATABASE_USER", "nudge_app"),
                new Secret(variables.secret("DATABASE_PASSWORD", "")),
                variables.optional("DATABASE_OWNER"),
                new Secret(variables.secret("DATABASE_OWNER_PASSWORD", "")),
                variables.integer("DATABASE_CONNECTIONS", "10", 2, 1000),
                kafka(variables),
                variables.duration("LEASE", "PT5M"),
                variables.share("HELD_OUT_SHARE", "0.1"),
                (short) variables.integer("TOPIC_REPLICATION", "1", 1, 100));
    }

    private static KafkaSettings kafka(Variables variables) {
        KafkaSettings kafka = variables.parsed(
                "KAFKA",
                null,
                KafkaSettings::of,
                settings -> true,
                "host:port of one broker or more, separated by commas, such as localhost:9092");
        return kafka.withProperties(KafkaSecurity.of(variables));
    }

    /**
     * The web settings of {@link #of} alone: what a labeller needs first when its servers are still starting.
     *
     * @throws IllegalArgumentException as {@link #of}
     */
    public static WebSettings webOf(Map<String, String> environment) {
        return web(new Variables(PREFIX, environment));
    }

    private static WebSettings web(Variables variables) {
        return new WebSettings(
                variables.text("HTTP_ADDRESS", "127.0.0.1"),
                variables.integer("HTTP_PORT", "8080", 0, 65535),
                variables.list("HTTP_HOSTS").stream()
                        .map(host -> host.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet()),
                publicAddress(variables),
                variables.parsedIfSet(
                        "HTTP_PROXIES",
                        text -> Pattern.compile(text).pattern(),
                        text -> true,
                        "a regular expression such as 10[.]0[.]0[.].*"),
                variables.integer("HTTP_CONNECTIONS_PER_ADDRESS", "256", 1, 8192),
                tls(variables),
                variables.flag("HTTP_PLAIN", "false"),
                singleSignOn(variables),
                null);
    }

    private static @Nullable URI publicAddress(Variables variables) {
        return variables.parsedIfSet(
                "HTTP_PUBLIC_ADDRESS",
                text -> URI.create(text.replaceAll("/$", "")),
                LabellerConfiguration::isPublicAddress,
                "scheme, host and port alone, such as https://nudge.example.org");
    }

    private static boolean isPublicAddress(URI address) {
        return ("http".equals(address.getScheme()) || "https".equals(address.getScheme()))
                && address.getHost() != null
                && address.getUserInfo() == null
                && address.toString().equals(address.getScheme() + "://" + address.getAuthority());
    }

    private static @Nullable Tls tls(Variables variables) {
        Path certificate = variables.file("TLS_CERTIFICATE");
        Path key = variables.file("TLS_KEY");
        if (certificate == null && key == null) {
            return null;
        }
        if (certificate == null || key == null) {
            throw new IllegalArgumentException("expected both " + PREFIX + "TLS_CERTIFICATE and " + PREFIX
                    + "TLS_KEY, the names of PEM files, got one of them");
        }
        return new Tls(certificate, key);
    }

    private static @Nullable SingleSignOnSettings singleSignOn(Variables variables) {
        String issuer = variables.optional("OIDC_ISSUER");
        Map<String, Role> roles = roles(variables);
        SingleSignOnSettings provider = new SingleSignOnSettings(
                issuer == null ? "" : issuer,
                variables.text("OIDC_CLIENT_ID", issuer == null ? "" : null),
                new Secret(variables.secret("OIDC_CLIENT_SECRET", issuer == null ? "" : null)),
                variables.text("OIDC_NAME", "single sign-on"),
                variables.text("OIDC_ROLE_CLAIM", "roles"),
                roles);
        return issuer == null ? null : provider;
    }

    /** The roles themselves unless pairs of value and role are given. */
    private static Map<String, Role> roles(Variables variables) {
        Map<String, Role> roles = new HashMap<>();
        for (String pair : variables.list("OIDC_ROLES")) {
            int equals = pair.lastIndexOf('=');
            try {
                roles.put(pair.substring(0, Math.max(0, equals)), Role.of(pair.substring(equals + 1)));
            } catch (RefusedAccessException unknown) {
                throw new IllegalArgumentException(PREFIX + "OIDC_ROLES is " + variables.optional("OIDC_ROLES")
                        + ": expected pairs such as nudge-admins=admin,staff=annotator");
            }
        }
        if (roles.isEmpty()) {
            for (Role role : Role.values()) {
                roles.put(role.wire(), role);
            }
        }
        return Map.copyOf(roles);
    }
}
