package nudge.labeller.web;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import nudge.labeller.database.StoreUnavailableException;
import nudge.labeller.image.ImageQueries;
import nudge.labeller.model.CurrentModel;
import nudge.labeller.model.History;
import nudge.labeller.relay.Relay;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What operators watch: the health of each part, and how far it is. */
@Configuration(proxyBeanMethods = false)
public class Monitoring {
    private final ImageQueries images;
    private final CurrentModel model;
    private final History history;
    private final Relay relay;

    public Monitoring(ImageQueries images, CurrentModel model, History history, Relay relay) {
        this.images = images;
        this.model = model;
        this.history = history;
        this.relay = relay;
    }

    @Bean
    HealthIndicator databaseHealthIndicator() {
        return () -> {
            try {
                return Health.up()
                        .withDetail("position", images.progress().position())
                        .build();
            } catch (StoreUnavailableException down) {
                return Health.down().withDetail("reason", down.getMessage()).build();
            }
        };
    }

    @Bean
    HealthIndicator kafkaHealthIndicator() {
        return () -> (history.reachable() ? Health.up() : Health.down()).build();
    }

    @Bean
    HealthIndicator relayHealthIndicator() {
        return () -> {
            Relay.State state = relay.state();
            boolean fine = state == Relay.State.RELAYING || state == Relay.State.STANDBY;
            return (fine ? Health.up() : Health.down())
                    .withDetail("state", state)
                    .withDetail("position", relay.position())
                    .withDetail("reason", relay.reason())
                    .build();
        };
    }

    @Bean
    Gauge relayedPosition(MeterRegistry registry) {
        return Gauge.builder("nudge.relay.position", history, History::relayed)
                .description("Last event of the log that is committed in Kafka")
                .register(registry);
    }

    @Bean
    Gauge trainedPosition(MeterRegistry registry) {
        return Gauge.builder("nudge.trained.position", model, CurrentModel::trained)
                .description("Last label that the latest checkpoint has learned")
                .register(registry);
    }
}
