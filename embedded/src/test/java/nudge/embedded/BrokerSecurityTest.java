package nudge.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("server")
class BrokerSecurityTest {
    private static final String PATIENCE_MS = "3000";

    @TempDir
    Path home;

    /** What a client finds out about the cluster at one of its addresses, and by some properties. */
    private static String ask(String addresses, String address, Map<String, ?> properties) throws Exception {
        Map<String, Object> settings = new HashMap<>(properties);
        settings.put(addresses, address);
        settings.put("default.api.timeout.ms", PATIENCE_MS);
        settings.put("request.timeout.ms", PATIENCE_MS);
        try (Admin admin = Admin.create(settings)) {
            return admin.describeCluster().clusterId().get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof Exception cause ? cause : failed;
        }
    }

    @Test
    void nobody_gets_in_without_the_password_in_the_owners_file() throws Exception {
        EmbeddedKafka kafka = EmbeddedServers.shared().kafka();
        String broker = kafka.bootstrapServers();
        assertThat(ask("bootstrap.servers", broker, kafka.clientProperties())).isNotEmpty();
        assertThatThrownBy(() -> ask("bootstrap.servers", broker, Map.of())).isInstanceOf(TimeoutException.class);
        assertThatThrownBy(() -> ask(
                        "bootstrap.servers", broker, EmbeddedKafka.clientProperties(BrokerSecurity.OWNER, "guessed")))
                .isInstanceOf(SaslAuthenticationException.class);
        assertThatThrownBy(
                        () -> ask("bootstrap.servers", broker, EmbeddedKafka.clientProperties("stranger", "guessed")))
                .isInstanceOf(SaslAuthenticationException.class);
    }

    @Test
    void the_controller_asks_for_it_as_well() throws Exception {
        EmbeddedKafka kafka = EmbeddedServers.shared().kafka();
        Properties written = read(kafka.clientFile().resolveSibling("broker.properties"));
        String controller = written.getProperty("controller.quorum.voters").substring("1@".length());
        assertThat(ask("bootstrap.controllers", controller, kafka.clientProperties()))
                .isNotEmpty();
        assertThatThrownBy(() -> ask("bootstrap.controllers", controller, Map.of()))
                .isInstanceOf(TimeoutException.class);
        assertThatThrownBy(() -> ask(
                        "bootstrap.controllers",
                        controller,
                        EmbeddedKafka.clientProperties(BrokerSecurity.OWNER, "guessed")))
                .isInstanceOf(SaslAuthenticationException.class);
    }

    @Test
    void the_files_that_name_the_password_are_the_owners_alone() throws Exception {
        EmbeddedKafka kafka = EmbeddedServers.shared().kafka();
        for (String file : List.of("password", "broker.properties", "client.properties")) {
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(kafka.clientFile().resolveSibling(file))))
                    .as(file)
                    .isEqualTo("rw-------");
        }
        assertThat(read(kafka.clientFile())).containsAllEntriesOf(kafka.clientProperties());
    }

    @Test
    void a_folder_of_a_time_without_passwords_gets_one_at_the_next_start() throws Exception {
        EmbeddedKafka.Options open = EmbeddedKafka.Options.defaults()
                .withProperty("listener.security.protocol.map", "CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT");
        Map<String, Object> nothing = new HashMap<>();
        try (EmbeddedKafka before = EmbeddedKafka.start(home, open)) {
            assertThat(ask("bootstrap.servers", before.bootstrapServers(), nothing))
                    .isNotEmpty();
            Records.createTopic(Map.of("bootstrap.servers", before.bootstrapServers()), "labels");
        }
        Files.delete(home.resolve("password"));
        Files.delete(home.resolve("client.properties"));
        try (EmbeddedKafka after = EmbeddedKafka.start(home)) {
            Records.commit(after, "labels", "seven");
            assertThat(Records.committed(after, "labels")).containsExactly("seven");
            assertThatThrownBy(() -> ask("bootstrap.servers", after.bootstrapServers(), nothing))
                    .isInstanceOf(TimeoutException.class);
        }
    }

    private static Properties read(Path file) throws Exception {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        }
        return properties;
    }
}
