package nudge.standalone;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import nudge.embedded.EmbeddedKafka;
import nudge.embedded.FileFailure;
import nudge.events.KafkaSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of commands that read Kafka: that of the Nudge on these data, or one elsewhere. */
final class KafkaOptions {
    @Option(names = "--kafka", paramLabel = "SERVERS", description = "Bootstrap servers of a Kafka elsewhere.")
    private @Nullable String servers;

    @Option(
            names = "--kafka-properties",
            paramLabel = "FILE",
            description =
                    "How to get into it: a file with security.protocol, sasl.jaas.config and what else Kafka's own"
                            + " tools take; with bootstrap.servers it needs no --kafka.")
    private @Nullable Path properties;

    /** @throws WrongUseException when the options are wrong, or name no Kafka and no Nudge runs on the data */
    KafkaSettings settings(RunningNudge running) {
        if (properties == null && servers == null) {
            return running.kafka();
        }
        try {
            return properties == null ? KafkaSettings.of(servers) : KafkaSettings.from(properties, servers);
        } catch (IllegalArgumentException malformed) {
            throw new WrongUseException("--kafka: " + malformed.getMessage());
        } catch (IOException unreadable) {
            throw new WrongUseException("expected --kafka-properties to be a file that can be read, got " + properties
                    + ", but " + FileFailure.reason(unreadable));
        }
    }

    /** The same as variables of a trainer's configuration. */
    Map<String, String> trainerVariables(RunningNudge running) {
        Map<String, String> variables = new HashMap<>();
        variables.put("NUDGE_TRAINER_KAFKA", settings(running).bootstrapServers());
        if (properties != null) {
            variables.put("NUDGE_TRAINER_KAFKA_PROPERTIES", properties.toString());
        } else if (servers == null) {
            variables.put(
                    "NUDGE_TRAINER_KAFKA_PROPERTIES",
                    EmbeddedKafka.clientFile(Home.kafka(running.data())).toString());
        }
        return variables;
    }
}
