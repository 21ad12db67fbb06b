package nudge.labeller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import nudge.labeller.access.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabellerConfigurationTest {
    private static LabellerConfiguration with(String... settings) {
        Map<String, String> environment = new HashMap<>(TestStore.environment("jdbc:postgresql://127.0.0.1/nudge"));
        for (int i = 0; i < settings.length; i += 2) {
            environment.put("NUDGE_LABELLER_" + settings[i], settings[i + 1]);
        }
        return LabellerConfiguration.of(environment);
    }

    @Test
    void without_settings_it_serves_this_machine_alone_with_passwords_alone() {
        LabellerConfiguration configuration = with();
        assertThat(configuration.web().address()).isEqualTo("127.0.0.1");
        assertThat(configuration.web().port()).isEqualTo(8080);
        assertThat(configuration.web().isPrivate()).isTrue();
        assertThat(configuration.web().hosts()).isEmpty();
        assertThat(configuration.web().tls()).isNull();
        assertThat(configuration.web().connectionsPerAddress()).isEqualTo(256);
        assertThat(configuration.web().singleSignOn()).isNull();
        assertThat(configuration.sessionIdle()).isEqualTo(Duration.ofHours(12));
    }

    @Test
    void other_addresses_are_private_with_tls_or_behind_a_proxy(@TempDir Path folder) throws Exception {
        Path pem = Files.createFile(folder.resolve("nudge.pem"));
        assertThat(with("HTTP_ADDRESS", "0.0.0.0").web().isPrivate()).isFalse();
        assertThat(with("HTTP_ADDRESS", "0.0.0.0", "HTTP_PROXIES", "10[.].*")
                        .web()
                        .isPrivate())
                .isTrue();
        assertThat(with("HTTP_ADDRESS", "::", "TLS_CERTIFICATE", pem.toString(), "TLS_KEY", pem.toString())
                        .web()
                        .isPrivate())
                .isTrue();
        assertThat(with("HTTP_HOSTS", "Nudge.example, nudge.test").web().hosts())
                .containsExactlyInAnyOrder("nudge.example", "nudge.test");
        assertThat(with("HTTP_CONNECTIONS_PER_ADDRESS", "10").web().connectionsPerAddress())
                .isEqualTo(10);
        assertThatThrownBy(() -> with("HTTP_PROXIES", "10[.*"))
                .hasMessage("NUDGE_LABELLER_HTTP_PROXIES is 10[.*: expected a regular expression such as"
                        + " 10[.]0[.]0[.].*");
        assertThatThrownBy(() -> with("TLS_KEY", pem.toString())).hasMessageContaining("expected both");
        assertThatThrownBy(() -> with("TLS_KEY", "/nowhere", "TLS_CERTIFICATE", pem.toString()))
                .hasMessageContaining("NUDGE_LABELLER_TLS_KEY is /nowhere: expected a file");
    }

    @Test
    void plain_http_where_others_can_read_it_is_asked_for_by_name() {
        assertThatThrownBy(() -> Labeller.start(with("HTTP_ADDRESS", "0.0.0.0")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NUDGE_LABELLER_HTTP_ADDRESS=0.0.0.0")
                .hasMessageContaining("NUDGE_LABELLER_TLS_CERTIFICATE")
                .hasMessageContaining("NUDGE_LABELLER_HTTP_PROXIES")
                .hasMessageContaining("NUDGE_LABELLER_HTTP_PLAIN=true");
        assertThat(with().web().plain()).isFalse();
        assertThat(with("HTTP_ADDRESS", "0.0.0.0", "HTTP_PLAIN", "true").web().plain())
                .isTrue();
        assertThatThrownBy(() -> with("HTTP_PLAIN", "yes"))
                .hasMessage("NUDGE_LABELLER_HTTP_PLAIN is yes: expected true or false");
    }

    @Test
    void people_find_it_at_the_public_address() {
        assertThat(with("HTTP_PUBLIC_ADDRESS", "https://nudge.example.org/")
                        .web()
                        .publicAddress())
                .isEqualTo(URI.create("https://nudge.example.org"));
        assertThat(with("HTTP_PUBLIC_ADDRESS", "http://[::1]:8080").web().publicAddress())
                .hasPort(8080);
        for (String wrong :
                List.of("nudge.example.org", "ftp://nudge", "https://nudge/x", "https://a@nudge", "http://")) {
            assertThatThrownBy(() -> with("HTTP_PUBLIC_ADDRESS", wrong))
                    .hasMessage("NUDGE_LABELLER_HTTP_PUBLIC_ADDRESS is " + wrong
                            + ": expected scheme, host and port alone, such as https://nudge.example.org");
        }
    }

    @Test
    void a_provider_has_a_client_and_its_groups_have_roles() {
        List<String> provider = List.of(
                "OIDC_ISSUER", "https://id.example", "OIDC_CLIENT_ID", "nudge", "OIDC_CLIENT_SECRET", "very secret");
        LabellerConfiguration configuration = with(provider.toArray(String[]::new));
        assertThat(configuration.web().singleSignOn().roles())
                .isEqualTo(Map.of("annotator", Role.ANNOTATOR, "reviewer", Role.REVIEWER, "admin", Role.ADMIN));
        assertThat(configuration.toString()).doesNotContain("very secret").contains("https://id.example");
        assertThatThrownBy(() -> with("OIDC_ISSUER", "https://id.example"))
                .hasMessageContaining("NUDGE_LABELLER_OIDC_CLIENT_ID is not set");
        assertThatThrownBy(() -> with("OIDC_ROLES", "staff=boss"))
                .hasMessageContaining("NUDGE_LABELLER_OIDC_ROLES is staff=boss: expected pairs");
        assertThatThrownBy(() -> with("OIDC_ROLE", "x")).hasMessageContaining("NUDGE_LABELLER_OIDC_ROLE is not known");
    }

    @Test
    void kafka_is_brokers_with_ports() {
        assertThat(with("KAFKA", "one:9092, two:9093").kafka().bootstrapServers())
                .isEqualTo("one:9092, two:9093");
        assertThat(with("KAFKA", "one:9092").toString()).contains("kafka=one:9092,");
        assertThatThrownBy(() -> with("KAFKA", "localhost"))
                .hasMessage("NUDGE_LABELLER_KAFKA is localhost: expected host:port of one broker or more, separated by"
                        + " commas, such as localhost:9092");
        assertThatThrownBy(() -> with("KAFKA", "")).hasMessageContaining("NUDGE_LABELLER_KAFKA is not set");
    }
}
