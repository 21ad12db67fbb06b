package nudge.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import nudge.events.KafkaSettings;
import nudge.network.Activation;
import nudge.network.Cost;
import nudge.network.Hyperparameters;
import nudge.network.Initialisation;
import nudge.network.NetworkSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainerConfigurationTest {
    @Test
    void the_defaults_are_the_default_network() {
        TrainerConfiguration configuration = TrainerConfiguration.of(Map.of("NUDGE_TRAINER_KAFKA", "localhost:9092"));
        assertThat(configuration.network()).isEqualTo(NetworkSpec.seed());
        assertThat(configuration.hyperparameters()).isEqualTo(Hyperparameters.standard());
        assertThat(configuration.initialisation()).isEqualTo(Initialisation.HE);
        assertThat(configuration.seed()).isEqualTo(2);
        assertThat(configuration.passes()).isEqualTo(40);
        assertThat(configuration.threads()).isEqualTo(1);
        assertThat(configuration.kafka()).isEqualTo(KafkaSettings.of("localhost:9092"));
        assertThat(configuration.model()).isEqualTo("digits");
        assertThat(configuration.httpAddress()).isEqualTo("127.0.0.1");
        assertThat(configuration.httpPort()).isEqualTo(8081);
        assertThat(configuration.memory()).isEqualTo(256L << 20);
    }

    @Test
    void every_variable_has_its_place(@TempDir Path folder) {
        Map<String, String> environment = new HashMap<>();
        environment.put("NUDGE_TRAINER_KAFKA", "broker:9092");
        environment.put("NUDGE_TRAINER_HTTP_ADDRESS", "0.0.0.0");
        environment.put("NUDGE_TRAINER_HTTP_PORT", "0");
        environment.put("NUDGE_TRAINER_MODEL", "wide");
        environment.put("NUDGE_TRAINER_SIZES", "784,100,10");
        environment.put("NUDGE_TRAINER_ACTIVATION", "relu");
        environment.put("NUDGE_TRAINER_COST", "cross-entropy");
        environment.put("NUDGE_TRAINER_INITIALISATION", "glorot");
        environment.put("NUDGE_TRAINER_LEARNING_RATE", "0.1");
        environment.put("NUDGE_TRAINER_MOMENTUM", "0.9");
        environment.put("NUDGE_TRAINER_BATCH_SIZE", "10");
        environment.put("NUDGE_TRAINER_SEED", "-7");
        environment.put("NUDGE_TRAINER_INSTANCE", "left");
        environment.put("NUDGE_TRAINER_PASSES", "12");
        environment.put("NUDGE_TRAINER_THREADS", "2");
        environment.put("NUDGE_TRAINER_MEMORY", "64KB");
        environment.put("NUDGE_TRAINER_FOLDER", folder.toString());
        environment.put("NUDGE_TRAINER_TOPIC_REPLICATION", "3");
        environment.put("PATH", "/bin");
        assertThat(TrainerConfiguration.of(environment))
                .isEqualTo(new TrainerConfiguration(
                        KafkaSettings.of("broker:9092"),
                        "0.0.0.0",
                        0,
                        "wide",
                        "left",
                        NetworkSpec.parse("784,100,10", Activation.RELU, Cost.CROSS_ENTROPY),
                        Initialisation.GLOROT,
                        new Hyperparameters(0.1f, 0.9f, 10),
                        -7,
                        12,
                        2,
                        64 << 10,
                        folder,
                        (short) 3));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "SIZES; 783,10; expected layer sizes from 784 pixels to 10 digits",
                "SIZES; many; expected layer sizes from 784 pixels to 10 digits",
                "ACTIVATION; step; expected one of sigmoid, relu, tanh",
                "COST; money; expected one of squared-error, cross-entropy",
                "LEARNING_RATE; NaN; expected a number above 0 and at most 1000",
                "MOMENTUM; 1; expected a number from 0 to below 1",
                "BATCH_SIZE; 0; expected a whole number from 1 to 65536",
                "SEED; 0.5; expected a whole number",
                "MEMORY; 1TB; expected a number of bytes such as 4096, 64KB, 256MB or 2GB",
                "FOLDER; /nowhere/at/all; expected a folder that exists",
                "MODEL; a/b; expected 1 to 64 of a-z",
                "HTTP_PORT; 65536; expected a whole number from 0 to 65535"
            })
    void a_bad_value_is_named_with_what_is_allowed(String name, String value, String expected) {
        assertThatThrownBy(() -> TrainerConfiguration.of(
                        Map.of("NUDGE_TRAINER_KAFKA", "localhost:9092", "NUDGE_TRAINER_" + name, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("NUDGE_TRAINER_" + name + " is " + value + ": ")
                .hasMessageContaining(expected);
    }

    @Test
    void a_broker_without_a_port_is_refused() {
        assertThatThrownBy(() -> TrainerConfiguration.of(Map.of("NUDGE_TRAINER_KAFKA", "broker")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "NUDGE_TRAINER_KAFKA is broker: expected Kafka's bootstrap servers as host:port, separated by"
                                + " commas, got broker");
    }

    @Test
    void an_unknown_variable_and_a_missing_one_are_refused() {
        assertThatThrownBy(() -> TrainerConfiguration.of(Map.of()))
                .hasMessage("NUDGE_TRAINER_KAFKA is not set: expected a value");
        assertThatThrownBy(() ->
                        TrainerConfiguration.of(Map.of("NUDGE_TRAINER_KAFKA", "x:1", "NUDGE_TRAINER_EPOCHS", "3")))
                .hasMessageStartingWith("NUDGE_TRAINER_EPOCHS is not known: expected one of NUDGE_TRAINER_ACTIVATION");
    }
}
