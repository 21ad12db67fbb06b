package nudge.events;

import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;

/**
 * Kafka's admin client, whose close waits for no call that is still under way: a call ends by the machine's clock, which may have
 * been put back by hours since.
 */
public final class KafkaAdmin implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Admin client;

    private KafkaAdmin(Admin client) {
        this.client = client;
    }

    public static KafkaAdmin open(KafkaSettings kafka) {
        return new KafkaAdmin(Admin.create(kafka.forAdmin()));
    }

    public Admin client() {
        return client;
    }

    @Override
    public void close() {
        client.close(PATIENCE);
    }
}
