package nudge.labeller.web;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import nudge.labeller.database.StoreUnavailableException;
import nudge.labeller.relay.Relay;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What operators watch: health a part, and how far each part is. */
@Configuration
class Monitoring {
    @Bean
    HealthIndicator databaseHealthIndicator(Parts parts) {
        return () -> {
            try {
                return Health.up()
                        .withDetail("position", parts.images().progress().position())
                        .build();
            } catch (StoreUnavailableException down) {
                return Health.down().withDetail("reason", down.getMessage()).build();
            }
        };
    }

    @Bean
    HealthIndicator kafkaHealthIndicator(Parts parts) {
        return () -> (parts.history().reachable() ? Health.up() : Health.down()).build();
    }

    @Bean
    HealthIndicator relayHealthIndicator(Parts parts) {
        return () -> {
            Relay.State state = parts.relay().state();
            boolean fine = state == Relay.State.RELAYING || state == Relay.State.STANDBY;
            return (fine ? Health.up() : Health.down())
                    .withDetail("state", state)
                    .withDetail("position", parts.relay().position())
                    .withDetail("reason", parts.relay().reason())
                    .build();
        };
    }

    @Bean
    Gauge relayedPosition(Parts parts, MeterRegistry registry) {
        return Gauge.builder("nudge.relay.position", parts.history(), history -> history.relayed())
                .description("Last event of the log that is committed in Kafka")
                .register(registry);
    }

    @Bean
    Gauge trainedPosition(Parts parts, MeterRegistry registry) {
        return Gauge.builder("nudge.trained.position", parts.model(), model -> model.trained())
                .description("Last label that the latest checkpoint has learned")
                .register(registry);
    }
}
