package nudge.embedded;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * Who gets into the broker: who knows a password, on every listener, the controller's too.
 *
 * <p>The mechanism is SCRAM, in which client and broker prove to each other that they know the password, and neither says it.
 * With PLAIN a client would hand it to any program that has taken the port while the broker was down. The broker learns the
 * passwords from its settings and not, as Kafka has it, from its metadata: so the controller can ask for one before it has
 * read them, and a data folder of before needs no migration. There is no TLS: on the loopback address nobody but root can
 * listen in. Kafka's client knows SCRAM where digits are 0 to 9 alone: the services and commands set their locale.
 *
 * @param password the owner's, who may do everything
 * @param users passwords of further users by their names
 */
record BrokerSecurity(String password, Map<String, String> users) {
    /** The user that the services and commands of the home's owner are, and the broker itself. */
    static final String OWNER = "nudge";

    private static final String MECHANISM = "SCRAM-SHA-512";
    private static final String LOGIN = "org.apache.kafka.common.security.scram.ScramLoginModule required";
    private static final String CHECK = "nudge.embedded.broker.KnownUsers";

    /** That of a home, whose owner's password is made at the first start: the file {@code password}. */
    static BrokerSecurity of(Path home, Map<String, String> users) throws IOException {
        Path file = home.resolve("password");
        if (!Files.exists(file)) {
            OwnersFile.write(file, RandomPassword.next().getBytes(StandardCharsets.US_ASCII));
        }
        return new BrokerSecurity(Files.readString(file).strip(), users);
    }

    /** Adds to a broker's properties what makes it ask for a password on each of its listeners. */
    void secure(Properties broker) {
        Map<String, String> protocols = new LinkedHashMap<>();
        StringBuilder login = new StringBuilder(login(OWNER, password).replace(";", ""));
        users.forEach((name, secret) -> login.append(" user_" + name + "=\"" + secret + "\""));
        for (String listener : broker.getProperty("listeners").split(",")) {
            String name = listener.substring(0, listener.indexOf(':'));
            protocols.put(name, name + ":SASL_PLAINTEXT");
            String prefix = "listener.name." + name.toLowerCase(Locale.ROOT) + "." + MECHANISM.toLowerCase(Locale.ROOT);
            broker.setProperty(prefix + ".sasl.jaas.config", login + ";");
            broker.setProperty(prefix + ".sasl.server.callback.handler.class", CHECK);
        }
        broker.putIfAbsent("listener.security.protocol.map", String.join(",", protocols.values()));
        broker.setProperty("sasl.enabled.mechanisms", MECHANISM);
        broker.setProperty("sasl.mechanism.inter.broker.protocol", MECHANISM);
        broker.setProperty("sasl.mechanism.controller.protocol", MECHANISM);
        broker.setProperty("super.users", "User:" + OWNER);
    }

    /** What the owner's clients need beside the broker's address. */
    Map<String, String> forClients() {
        return forClients(OWNER, password);
    }

    /** What the clients of a user need beside the broker's address. */
    static Map<String, String> forClients(String user, String password) {
        return Map.of(
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                MECHANISM,
                "sasl.jaas.config",
                login(user, password));
    }

    private static String login(String user, String password) {
        return LOGIN + " username=\"" + user + "\" password=\"" + password + "\";";
    }

    /** The properties as a file of Kafka's own form, which its owner alone can read. */
    static void write(Path file, Properties properties, String comment) throws IOException {
        StringWriter text = new StringWriter();
        properties.store(text, comment);
        OwnersFile.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
