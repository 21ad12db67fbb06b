package nudge.labeller.web.training;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import nudge.labeller.image.ImageImport;
import nudge.labeller.image.ImageQueries;
import nudge.labeller.model.CurrentModel;
import nudge.labeller.model.History;
import nudge.labeller.model.StoredCheckpoints;
import nudge.labeller.model.StoredWeights;
import nudge.labeller.own.OwnLabels;
import nudge.labeller.relay.Relay;
import nudge.labeller.web.blindness.VisibleTraining;
import nudge.labeller.web.http.PictureBody;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The routes of training, and what each of them is made of. */
@Configuration(proxyBeanMethods = false)
public class TrainingRoutes {
    private final ImageQueries images;
    private final ImageImport imports;
    private final CurrentModel model;
    private final History history;
    private final StoredCheckpoints checkpoints;
    private final StoredWeights weights;
    private final Relay relay;
    private final VisibleTraining training;
    private final OwnLabels labels;

    /**
     * The routes of one labeller.
     *
     * @param imports by which this installation fills its pool
     * @param labels what each annotator said themselves
     */
    public TrainingRoutes(
            ImageQueries images,
            ImageImport imports,
            CurrentModel model,
            History history,
            StoredCheckpoints checkpoints,
            StoredWeights weights,
            Relay relay,
            VisibleTraining training,
            OwnLabels labels) {
        this.images = images;
        this.imports = imports;
        this.model = model;
        this.history = history;
        this.checkpoints = checkpoints;
        this.weights = weights;
        this.relay = relay;
        this.training = training;
        this.labels = labels;
    }

    @Bean
    ModelApi modelApi() {
        return new ModelApi(history, checkpoints, reader(), training);
    }

    @Bean
    ModelFileApi modelFileApi() {
        return new ModelFileApi(reader(), ModelFileApi.MOST_AT_ONCE);
    }

    @Bean
    ExplainApi explainApi(PictureBody pictures) {
        ExplainedNetworks networks = new ExplainedNetworks(model, history, reader());
        return new ExplainApi(images, networks, pictures, ExplainApi.MOST_AT_ONCE);
    }

    private CheckpointReader reader() {
        return new CheckpointReader(history, checkpoints, weights);
    }

    @Bean
    CurrentProgress currentProgress() {
        return new CurrentProgress(images, imports, history, model, relay::status, labels, System::nanoTime);
    }

    @Bean
    ProgressApi progressApi(CurrentProgress progress) {
        return new ProgressApi(progress, training);
    }

    @Bean
    EventStream eventStream(CurrentProgress progress) {
        return new EventStream(history, progress, training, VisibleTraining.BEAT);
    }

    @Bean
    MeterBinder openStreams(EventStream stream) {
        return registry -> Gauge.builder("nudge.streams.open", stream, EventStream::open)
                .description("Live streams that are open: one per browser, and those of programs")
                .register(registry);
    }

    @Bean
    StreamApi streamApi(EventStream stream) {
        return new StreamApi(stream);
    }
}
