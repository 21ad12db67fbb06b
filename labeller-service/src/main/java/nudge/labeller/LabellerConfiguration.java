package nudge.labeller;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import nudge.labeller.access.RefusedAccessException;
import nudge.labeller.access.Role;
import nudge.labeller.web.WebSettings;
import nudge.labeller.web.WebSettings.SingleSignOn;
import nudge.labeller.web.WebSettings.Tls;
import org.jspecify.annotations.Nullable;

/**
 * What the labeller is told at its start.
 *
 * @param sessionIdle how long somebody stays signed in without a request
 * @param databaseUser the application's role: it appends events and cannot change them
 * @param databaseOwner owns the schema and migrates it at the start; null when somebody else migrates
 * @param kafka bootstrap servers
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
        String kafka,
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
        Variables variables = new Variables(environment);
        LabellerConfiguration configuration = new LabellerConfiguration(
                web(variables),
                variables.duration("SESSION_IDLE", "PT12H"),
                variables.text("DATABASE_URL", null),
                variables.text("DATABASE_USER", "nudge_app"),
                new Secret(variables.text("DATABASE_PASSWORD", "")),
                variables.optional("DATABASE_OWNER"),
                new Secret(variables.text("DATABASE_OWNER_PASSWORD", "")),
                variables.integer("DATABASE_CONNECTIONS", "10", 2, 1000),
                variables.text("KAFKA", null),
                variables.duration("LEASE", "PT5M"),
                variables.share("HELD_OUT_SHARE", "0"),
                (short) variables.integer("TOPIC_REPLICATION", "1", 1, 100));
        variables.refuseUnknown();
        return configuration;
    }

    private static WebSettings web(Variables variables) {
        return new WebSettings(
                variables.text("HTTP_ADDRESS", "127.0.0.1"),
                variables.integer("HTTP_PORT", "8080", 0, 65535),
                variables.list("HTTP_HOSTS").stream()
                        .map(host -> host.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet()),
                publicAddress(variables.optional("HTTP_PUBLIC_ADDRESS")),
                variables.optional("HTTP_PROXIES"),
                tls(variables),
                singleSignOn(variables));
    }

    private static @Nullable URI publicAddress(@Nullable String value) {
        if (value == null) {
            return null;
        }
        try {
            URI address = URI.create(value.strip().replaceAll("/$", ""));
            if (("http".equals(address.getScheme()) || "https".equals(address.getScheme()))
                    && address.getHost() != null
                    && (address.getScheme() + "://" + address.getAuthority()).equals(address.toString())
                    && address.getUserInfo() == null) {
                return address;
            }
        } catch (IllegalArgumentException malformed) {
            // The same message.
        }
        throw new IllegalArgumentException(PREFIX + "HTTP_PUBLIC_ADDRESS is " + value
                + ": expected scheme, host and port alone, such as https://nudge.example.org");
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

    private static @Nullable SingleSignOn singleSignOn(Variables variables) {
        String issuer = variables.optional("OIDC_ISSUER");
        Map<String, Role> roles = variables.roles("OIDC_ROLES");
        SingleSignOn provider = new SingleSignOn(
                issuer == null ? "" : issuer,
                variables.text("OIDC_CLIENT_ID", issuer == null ? "" : null),
                new Secret(variables.text("OIDC_CLIENT_SECRET", issuer == null ? "" : null)),
                variables.text("OIDC_NAME", "single sign-on"),
                variables.text("OIDC_ROLE_CLAIM", "roles"),
                roles);
        return issuer == null ? null : provider;
    }

    private static final class Variables {
        private final Map<String, String> environment;
        private final Set<String> known = new HashSet<>();

        Variables(Map<String, String> environment) {
            this.environment = environment;
        }

        @Nullable
        String optional(String name) {
            known.add(PREFIX + name);
            String value = environment.get(PREFIX + name);
            return value == null || value.isBlank() ? null : value;
        }

        String text(String name, @Nullable String otherwise) {
            String value = optional(name);
            if (value == null && otherwise == null) {
                throw new IllegalArgumentException(PREFIX + name + " is not set: expected a value");
            }
            return value == null ? otherwise : value;
        }

        List<String> list(String name) {
            String value = optional(name);
            return value == null ? List.of() : List.of(value.strip().split("\\s*,\\s*"));
        }

        @Nullable
        Path file(String name) {
            String value = optional(name);
            if (value != null && !Files.isReadable(Path.of(value))) {
                throw new IllegalArgumentException(
                        PREFIX + name + " is " + value + ": expected a file that can be read");
            }
            return value == null ? null : Path.of(value).toAbsolutePath();
        }

        /** The roles themselves unless pairs of value and role are given. */
        Map<String, Role> roles(String name) {
            Map<String, Role> roles = new HashMap<>();
            for (String pair : list(name)) {
                int equals = pair.lastIndexOf('=');
                try {
                    roles.put(pair.substring(0, Math.max(0, equals)), Role.of(pair.substring(equals + 1)));
                } catch (RefusedAccessException unknown) {
                    throw new IllegalArgumentException(PREFIX + name + " is " + optional(name)
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

        int integer(String name, String otherwise, int least, int most) {
            return parsed(
                    name,
                    otherwise,
                    Integer::parseInt,
                    value -> value >= least && value <= most,
                    "a whole number from " + least + " to " + most);
        }

        Duration duration(String name, String otherwise) {
            return parsed(
                    name,
                    otherwise,
                    Duration::parse,
                    value -> !value.isNegative() && !value.isZero(),
                    "a duration such as PT5M");
        }

        double share(String name, String otherwise) {
            return parsed(
                    name, otherwise, Double::parseDouble, value -> value >= 0 && value <= 1, "a number from 0 to 1");
        }

        private <T> T parsed(
                String name,
                String otherwise,
                Function<String, T> parse,
                java.util.function.Predicate<T> allowed,
                String expected) {
            String text = text(name, otherwise);
            try {
                T value = parse.apply(text);
                if (allowed.test(value)) {
                    return value;
                }
            } catch (NumberFormatException | java.time.DateTimeException unreadable) {
                // The message below says all.
            }
            throw new IllegalArgumentException(PREFIX + name + " is " + text + ": expected " + expected);
        }

        void refuseUnknown() {
            for (String name : environment.keySet()) {
                if (name.startsWith(PREFIX) && !known.contains(name)) {
                    throw new IllegalArgumentException(name + " is not known: expected one of "
                            + String.join(", ", known.stream().sorted().toList()));
                }
            }
        }
    }
}
