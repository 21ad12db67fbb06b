package nudge.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaSettingsTest {
    private static final KafkaSettings PLAIN = KafkaSettings.of("broker:9092");

    private static final String JAAS = "org.apache.kafka.common.security.plain.PlainLoginModule required"
            + " username=\"nudge\" password=\"hunter2\";";

    @Test
    void a_consumer_reads_committed_records_and_commits_nothing_by_itself() {
        assertThat(PLAIN.forConsumer())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "bootstrap.servers", "broker:9092",
                        "isolation.level", "read_committed",
                        "enable.auto.commit", "false",
                        "auto.offset.reset", "earliest",
                        "request.timeout.ms", "5000",
                        "default.api.timeout.ms", "10000"));
    }

    @Test
    void a_producer_is_transactional_and_gives_up_before_its_transaction_times_out() {
        assertThat(PLAIN.forProducer("relay-1"))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "bootstrap.servers", "broker:9092",
                        "transactional.id", "relay-1",
                        "enable.idempotence", "true",
                        "acks", "all",
                        "linger.ms", "0",
                        "batch.size", "262144",
                        "transaction.timeout.ms", "15000",
                        "delivery.timeout.ms", "14000",
                        "request.timeout.ms", "5000",
                        "max.block.ms", "10000"));
    }

    @Test
    void an_admin_client_has_the_same_deadlines() {
        assertThat(PLAIN.forAdmin())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "bootstrap.servers", "broker:9092",
                        "request.timeout.ms", "5000",
                        "default.api.timeout.ms", "10000"));
    }

    @Test
    void every_name_is_one_that_the_client_knows() {
        KafkaSettings secured = PLAIN.withClientId("nudge").withProperty("security.protocol", "SASL_SSL");
        assertThat(ConsumerConfig.configNames())
                .containsAll(secured.forConsumer().keySet());
        assertThat(ProducerConfig.configNames())
                .containsAll(secured.forProducer("id").keySet());
        assertThat(AdminClientConfig.configNames())
                .containsAll(secured.forAdmin().keySet());
    }

    @Test
    void client_id_and_properties_reach_every_client() {
        KafkaSettings settings = PLAIN.withClientId("nudge")
                .withProperty("sasl.jaas.config", JAAS)
                .withProperty("metadata.max.age.ms", "3000");
        for (Map<String, Object> client :
                List.of(settings.forConsumer(), settings.forProducer("id"), settings.forAdmin())) {
            assertThat(client)
                    .containsEntry("client.id", "nudge")
                    .containsEntry("sasl.jaas.config", JAAS)
                    .containsEntry("metadata.max.age.ms", "3000");
        }
    }

    @Test
    void a_property_takes_precedence_over_the_common_value() {
        assertThat(PLAIN.withProperty("request.timeout.ms", "9000").forConsumer())
                .containsEntry("request.timeout.ms", "9000");
    }

    @Test
    void a_configuration_is_the_callers_own() {
        PLAIN.forConsumer().put("bootstrap.servers", "elsewhere:1");
        assertThat(PLAIN.forConsumer()).containsEntry("bootstrap.servers", "broker:9092");
    }

    @Test
    void secrets_are_masked_where_people_read() {
        KafkaSettings secured = new KafkaSettings(
                "one:9092,two:9092",
                "nudge",
                Map.of(
                        "sasl.jaas.config",
                        JAAS,
                        "ssl.key.password",
                        "hunter2",
                        "ssl.keystore.password",
                        "hunter2",
                        "ssl.truststore.password",
                        "hunter2",
                        "ssl.keystore.key",
                        "hunter2",
                        "security.protocol",
                        "SASL_SSL"));
        assertThat(secured.toString())
                .startsWith("one:9092,two:9092 as nudge {sasl.jaas.config=***, security.protocol=SASL_SSL, ")
                .doesNotContain("hunter2");
        assertThat(PLAIN).hasToString("broker:9092");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:9092",
                "127.0.0.1:9092",
                "[::1]:9092",
                "a_b-c.example.org:1, other:65535",
                "PLAINTEXT://localhost:9092"
            })
    void servers_are_hosts_with_ports(String servers) {
        assertThat(KafkaSettings.of(" " + servers + " ").bootstrapServers()).isEqualTo(servers);
    }

    @Test
    void a_file_of_kafkas_own_tools_has_it_all(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("client.properties"),
                "# a comment\nbootstrap.servers=broker:9092\nclient.id=reader\nsecurity.protocol=SASL_SSL\nsasl.jaas.config="
                        + JAAS + "\n");
        KafkaSettings expected = PLAIN.withClientId("reader")
                .withProperties(Map.of("security.protocol", "SASL_SSL", "sasl.jaas.config", JAAS));
        assertThat(KafkaSettings.from(file)).isEqualTo(expected);
        assertThat(KafkaSettings.from(file, "other:1").bootstrapServers()).isEqualTo("other:1");
        Files.writeString(file, "security.protocol=SASL_SSL\n");
        assertThatThrownBy(() -> KafkaSettings.from(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected bootstrap.servers in " + file + ", got none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "localhost", "localhost:", ":9092", "localhost:9092,", "a b:9092", "::1:9092"})
    void other_servers_are_refused(String servers) {
        assertThatThrownBy(() -> KafkaSettings.of(servers))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "expected Kafka's bootstrap servers as host:port, separated by commas, got " + servers.strip());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bootstrap.servers",
                "client.id",
                "isolation.level",
                "transactional.id",
                "enable.auto.commit",
                "sasl.jaas.confg"
            })
    void a_property_that_not_every_client_has_or_that_has_its_own_place_is_refused(String name) {
        assertThatThrownBy(() -> PLAIN.withProperty(name, "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("ssl.truststore.location, got " + name);
    }

    @Test
    void a_value_that_kafka_does_not_take_is_refused() {
        assertThatThrownBy(() -> PLAIN.withProperty("request.timeout.ms", "soon"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("request.timeout.ms", "soon");
        assertThatThrownBy(() -> PLAIN.withProperty("security.protocol", "SASL-SSL"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("security.protocol", "SASL-SSL");
        assertThatThrownBy(() -> PLAIN.withClientId(" ")).isInstanceOf(IllegalArgumentException.class);
    }
}
