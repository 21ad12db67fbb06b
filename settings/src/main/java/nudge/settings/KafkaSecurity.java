package nudge.settings;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The variables that say how a service gets into Kafka: {@code KAFKA_SECURITY}, {@code KAFKA_USER} and others, or a file of
 * Kafka's own properties, {@code KAFKA_PROPERTIES}, for what these cannot say.
 */
public final class KafkaSecurity {
    private static final List<String> PROTOCOLS = List.of("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL");
    private static final Map<String, String> LOGINS = Map.of(
            "SCRAM-SHA-512", "org.apache.kafka.common.security.scram.ScramLoginModule",
            "SCRAM-SHA-256", "org.apache.kafka.common.security.scram.ScramLoginModule",
            "PLAIN", "org.apache.kafka.common.security.plain.PlainLoginModule");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private KafkaSecurity() {}

    /**
     * Reads the variables.
     *
     * @return properties of Kafka's clients; those of the variables before those of the file
     * @throws IllegalArgumentException when one is not allowed, or does not fit the others: says what is expected
     */
    public static Map<String, String> of(Variables variables) {
        Path file = variables.file("KAFKA_PROPERTIES");
        String protocol = variables.parsedIfSet(
                "KAFKA_SECURITY", text -> text, PROTOCOLS::contains, "one of " + String.join(", ", PROTOCOLS));
        String mechanism = variables.parsed(
                "KAFKA_MECHANISM",
                "SCRAM-SHA-512",
                text -> text,
                LOGINS::containsKey,
                "one of " + String.join(", ", LOGINS.keySet().stream().sorted().toList()));
        String user = variables.optional("KAFKA_USER");
        Secret password = new Secret(variables.secret("KAFKA_PASSWORD", ""));
        Path trusted = variables.file("KAFKA_TRUSTED");
        Path certificate = variables.file("KAFKA_CERTIFICATE");

        boolean sasl = protocol != null && protocol.startsWith("SASL_");
        boolean tls = protocol != null && protocol.endsWith("SSL");
        if (!sasl && (user != null || !password.value().isEmpty())) {
            throw unfit(
                    variables, protocol, "SASL_PLAINTEXT or SASL_SSL", user != null ? "KAFKA_USER" : "KAFKA_PASSWORD");
        }
        if (!tls && (trusted != null || certificate != null)) {
            throw unfit(
                    variables, protocol, "SSL or SASL_SSL", trusted != null ? "KAFKA_TRUSTED" : "KAFKA_CERTIFICATE");
        }
        Map<String, String> properties = new LinkedHashMap<>(file == null ? Map.of() : read(file));
        if (protocol != null) {
            properties.put("security.protocol", protocol);
        }
        if (sasl) {
            properties.putAll(login(variables, mechanism, user, password));
        }
        pem(properties, "ssl.truststore", trusted);
        pem(properties, "ssl.keystore", certificate);
        return properties;
    }

    private static IllegalArgumentException unfit(
            Variables variables, @Nullable String protocol, String expected, String because) {
        return variables.refused(
                "KAFKA_SECURITY",
                (protocol == null ? "is not set" : "is " + protocol) + ": expected " + expected + ", because "
                        + variables.named(because) + " is set");
    }

    private static Map<String, String> login(
            Variables variables, String mechanism, @Nullable String user, Secret password) {
        if (user == null || password.value().isEmpty()) {
            throw variables.refused(
                    user == null ? "KAFKA_USER" : "KAFKA_PASSWORD", "is not set: expected it beside SASL");
        }
        return Map.of(
                "sasl.mechanism",
                mechanism,
                "sasl.jaas.config",
                LOGINS.get(mechanism) + " required username=" + quoted(variables, "KAFKA_USER", user) + " password="
                        + quoted(variables, "KAFKA_PASSWORD", password.value()) + ";");
    }

    /** In the quotes of a JAAS login. */
    private static String quoted(Variables variables, String name, String text) {
        if (CONTROL.matcher(text).find()) {
            throw variables.refused(name, "has a line end or another control character: expected none");
        }
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static void pem(Map<String, String> properties, String store, @Nullable Path file) {
        if (file != null) {
            properties.put(store + ".type", "PEM");
            properties.put(store + ".location", file.toString());
        }
    }

    /** The file's properties but the address, which has a variable of its own. */
    private static Map<String, String> read(Path file) {
        Properties read = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            read.load(in);
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new IllegalArgumentException(
                    "expected properties of Kafka's clients in " + file + ", got: " + unreadable.getMessage());
        }
        Map<String, String> properties = new LinkedHashMap<>();
        read.forEach((name, value) -> properties.put(String.valueOf(name), String.valueOf(value)));
        properties.remove("bootstrap.servers");
        properties.remove("client.id");
        return properties;
    }
}
