package nudge.labeller.web.training;

import java.util.Map;
import nudge.labeller.image.ImageQueries;
import nudge.labeller.model.CurrentModel;
import nudge.labeller.model.History;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The routes of training, and what each of them is made of. */
@Configuration(proxyBeanMethods = false)
public class TrainingRoutes {
    private final ImageQueries images;
    private final CurrentModel model;
    private final History history;
    private final Map<String, Object> kafka;

    /** @param kafka client configuration */
    public TrainingRoutes(ImageQueries images, CurrentModel model, History history, Map<String, Object> kafka) {
        this.images = images;
        this.model = model;
        this.history = history;
        this.kafka = kafka;
    }

    @Bean
    ModelApi modelApi() {
        return new ModelApi(model, history, kafka);
    }

    @Bean
    CurrentProgress currentProgress() {
        return new CurrentProgress(images, history, model, System::nanoTime);
    }

    @Bean
    ProgressApi progressApi(CurrentProgress progress) {
        return new ProgressApi(progress);
    }

    @Bean
    EventStream eventStream(CurrentProgress progress) {
        return new EventStream(history, progress);
    }

    @Bean
    StreamApi streamApi(EventStream stream) {
        return new StreamApi(stream);
    }
}
