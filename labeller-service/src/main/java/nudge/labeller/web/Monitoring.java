package nudge.labeller.web;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.OptionalDouble;
import nudge.labeller.database.StoreUnavailableException;
import nudge.labeller.image.ImageQueries;
import nudge.labeller.model.CurrentModel;
import nudge.labeller.model.History;
import nudge.labeller.relay.Relay;
import nudge.settings.Variables;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What operators watch: the health of each part, and how far it is. Readiness says whether people can label, and a relay that
 * has halted does not keep them from it: what they label is durable, and waits. So the relay is a component of the health, and
 * not of the readiness, which would take every labeller out of service for a fault that all of them have.
 */
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
            Relay.Status status = relay.status();
            boolean fine = status.state() == Relay.State.RELAYING || status.state() == Relay.State.STANDBY;
            return (fine ? Health.up() : Health.down())
                    .withDetail("state", status.state())
                    .withDetail("position", status.position())
                    .withDetail("reason", status.reason())
                    .build();
        };
    }

    @Bean
    MeterBinder serversThatAnswer() {
        return registry -> {
            Gauge.builder("nudge.database.up", this, its -> its.position().isPresent() ? 1 : 0)
                    .description("1 when the database answers, 0 when it does not")
                    .register(registry);
            Gauge.builder("nudge.kafka.up", history, its -> its.reachable() ? 1 : 0)
                    .description("1 when Kafka answers, 0 when it does not")
                    .register(registry);
        };
    }

    @Bean
    MeterBinder relayStates() {
        return registry -> {
            for (Relay.State state : Relay.State.values()) {
                Gauge.builder("nudge.relay.state", relay, its -> its.state() == state ? 1 : 0)
                        .description("1 for the state that the relay is in, 0 for the others")
                        .tag("state", Variables.written(state))
                        .register(registry);
            }
        };
    }

    @Bean
    Gauge logPosition(MeterRegistry registry) {
        return Gauge.builder("nudge.log.position", this, its -> its.position().orElse(Double.NaN))
                .description("Last event of the log; no number when the database does not answer")
                .register(registry);
    }

    private OptionalDouble position() {
        try {
            return OptionalDouble.of(images.progress().position());
        } catch (StoreUnavailableException down) {
            return OptionalDouble.empty();
        }
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
