package nudge.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaSecurityTest {
    private static final String SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule required ";

    @TempDir
    private Path folder;

    /** @param pairs names without KAFKA_, and values */
    private static Map<String, String> read(String... pairs) {
        Map<String, String> environment = new TreeMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            environment.put("NUDGE_TEST_KAFKA_" + pairs[i], pairs[i + 1]);
        }
        Variables variables = new Variables("NUDGE_TEST_", environment);
        Map<String, String> properties = KafkaSecurity.of(variables);
        variables.refuseUnknown();
        return properties;
    }

    @Test
    void without_variables_there_is_no_security() {
        assertThat(read()).isEmpty();
        assertThat(read("SECURITY", "PLAINTEXT")).containsOnly(Map.entry("security.protocol", "PLAINTEXT"));
    }

    @Test
    void a_user_and_a_password_are_a_login() {
        assertThat(read("SECURITY", "SASL_SSL", "USER", "trainer", "PASSWORD", "a \"b\" \\ ;"))
                .containsOnly(
                        Map.entry("security.protocol", "SASL_SSL"),
                        Map.entry("sasl.mechanism", "SCRAM-SHA-512"),
                        Map.entry("sasl.jaas.config", SCRAM + "username=\"trainer\" password=\"a \\\"b\\\" \\\\ ;\";"));
        assertThat(read("SECURITY", "SASL_PLAINTEXT", "MECHANISM", "PLAIN", "USER", "u", "PASSWORD", "p"))
                .containsEntry("sasl.mechanism", "PLAIN")
                .hasEntrySatisfying(
                        "sasl.jaas.config",
                        login -> assertThat(login)
                                .startsWith("org.apache.kafka.common.security.plain.PlainLoginModule"));
    }

    @Test
    void certificates_are_pem_files() throws IOException {
        Path trusted = Files.writeString(folder.resolve("ca.pem"), "");
        Path own = Files.writeString(folder.resolve("own.pem"), "");
        assertThat(read("SECURITY", "SSL", "TRUSTED", trusted.toString(), "CERTIFICATE", own.toString()))
                .containsOnly(
                        Map.entry("security.protocol", "SSL"),
                        Map.entry("ssl.truststore.type", "PEM"),
                        Map.entry("ssl.truststore.location", trusted.toString()),
                        Map.entry("ssl.keystore.type", "PEM"),
                        Map.entry("ssl.keystore.location", own.toString()));
    }

    @Test
    void a_file_says_what_variables_cannot_and_they_come_before_it() throws IOException {
        Path file = Files.writeString(
                folder.resolve("client.properties"),
                "bootstrap.servers=elsewhere:1\nsecurity.protocol=SSL\nssl.protocol=TLSv1.3\n");
        assertThat(read("PROPERTIES", file.toString()))
                .containsOnly(Map.entry("security.protocol", "SSL"), Map.entry("ssl.protocol", "TLSv1.3"));
        assertThat(read("PROPERTIES", file.toString(), "SECURITY", "PLAINTEXT"))
                .containsEntry("security.protocol", "PLAINTEXT");
    }

    @Test
    void what_does_not_fit_is_refused_in_one_line_that_names_no_password() {
        assertThatThrownBy(() -> read("SECURITY", "TLS"))
                .hasMessage(
                        "NUDGE_TEST_KAFKA_SECURITY is TLS: expected one of PLAINTEXT, SSL, SASL_PLAINTEXT, SASL_SSL");
        assertThatThrownBy(() -> read("SECURITY", "SASL_SSL", "PASSWORD", "p"))
                .hasMessage("NUDGE_TEST_KAFKA_USER is not set: expected it beside SASL");
        assertThatThrownBy(() -> read("SECURITY", "SASL_SSL", "USER", "u"))
                .hasMessage("NUDGE_TEST_KAFKA_PASSWORD is not set: expected it beside SASL");
        assertThatThrownBy(() -> read("USER", "u", "PASSWORD", "hush"))
                .hasMessage("NUDGE_TEST_KAFKA_SECURITY is not set: expected SASL_PLAINTEXT or SASL_SSL, because"
                        + " NUDGE_TEST_KAFKA_USER is set");
        assertThatThrownBy(
                        () -> read("SECURITY", "SASL_PLAINTEXT", "USER", "u", "PASSWORD", "p", "TRUSTED", "/dev/null"))
                .hasMessageContaining("KAFKA_SECURITY is SASL_PLAINTEXT: expected SSL or SASL_SSL, because")
                .hasMessageContaining("KAFKA_TRUSTED is set");
        assertThatThrownBy(() -> read("SECURITY", "SASL_SSL", "USER", "u", "PASSWORD", "hush\nhush"))
                .hasMessageContaining("NUDGE_TEST_KAFKA_PASSWORD has a line end")
                .hasMessageNotContaining("hush");
        assertThatThrownBy(() -> read("PROPERTIES", "/nowhere"))
                .hasMessageContaining("NUDGE_TEST_KAFKA_PROPERTIES is /nowhere: expected a file that can be read");
    }
}
