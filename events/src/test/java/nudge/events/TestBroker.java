package nudge.events;

import nudge.embedded.EmbeddedKafka;

/** How the tests get into a broker. */
final class TestBroker {
    private TestBroker() {}

    static KafkaSettings settings(EmbeddedKafka kafka) {
        return KafkaSettings.of(kafka.bootstrapServers()).withProperties(kafka.clientProperties());
    }
}
