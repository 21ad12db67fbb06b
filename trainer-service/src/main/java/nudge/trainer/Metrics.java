package nudge.trainer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import nudge.settings.Variables;

/** The trainer's meters. Thread-safe. */
final class Metrics implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics pauses = new JvmGcMetrics();

    final Counter folded = counter("nudge.trainer.records.folded", "label records folded");
    final Counter deadLetters = counter("nudge.trainer.dead.letters", "label records that do not keep the contract");
    final Counter steps = counter("nudge.trainer.steps", "steps taken, one per mini-batch");
    final Counter examples = counter("nudge.trainer.examples", "examples in the mini-batches of all steps");
    final Counter checkpoints = counter("nudge.trainer.checkpoints", "checkpoints published");
    final Counter starts = counter("nudge.trainer.starts", "times it connected to Kafka");
    final Timer publishing = timer("nudge.trainer.publishing", "time to make and commit a checkpoint");
    final Timer measuring = timer("nudge.trainer.measuring", "time to measure a checkpoint on the held-out images");

    Metrics(Status status) {
        Gauge.builder("nudge.trainer.position", status, its -> its.now().position())
                .description("position of the last label that is folded")
                .register(registry);
        Gauge.builder("nudge.trainer.step", status, its -> its.now().step())
                .description("steps since the beginning of the model")
                .register(registry);
        for (Status.State state : Status.State.values()) {
            Gauge.builder("nudge.trainer.state", status, its -> its.now().state() == state ? 1 : 0)
                    .description("1 for the state that the trainer is in, 0 for the others")
                    .tag("state", Variables.written(state))
                    .register(registry);
        }
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        pauses.bindTo(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    private Timer timer(String name, String description) {
        return Timer.builder(name)
                .description(description)
                .publishPercentileHistogram()
                .maximumExpectedValue(Duration.ofSeconds(10))
                .register(registry);
    }

    /** All meters in the text format of Prometheus. */
    String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        pauses.close();
        registry.close();
    }
}
