package nudge.labeller.web.labelling;

import java.util.List;
import nudge.labeller.image.ImageQueries;
import nudge.labeller.image.LogRequest;
import nudge.labeller.image.Receipt;
import nudge.labeller.intake.DecodingTurns;
import nudge.labeller.log.GroupCommit;
import nudge.labeller.model.CurrentModel;
import nudge.labeller.own.OwnLabels;
import nudge.labeller.quality.QualityQueries;
import nudge.labeller.queue.CrowdQueue;
import nudge.labeller.queue.TaskQueue;
import nudge.labeller.web.blindness.Blindness;
import nudge.labeller.web.blindness.VisibleTraining;
import nudge.labeller.web.http.AsOfResolver;
import nudge.labeller.web.http.JsonBodyResolver;
import nudge.labeller.web.http.PictureBody;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The routes of labelling, and what each of them is made of. */
@Configuration(proxyBeanMethods = false)
public class LabellingRoutes implements WebMvcConfigurer {
    private final GroupCommit<LogRequest, Receipt> log;
    private final Labelling labelling;
    private final ImageQueries images;
    private final TaskQueue queue;
    private final CurrentModel model;
    private final QualityQueries quality;
    private final CrowdQueue crowd;
    private final Blindness blindness;
    private final VisibleTraining training;
    private final OwnImages own;
    private final double heldOutShare;
    private final DecodingTurns turns = new DecodingTurns();

    /**
     * The routes of one labeller.
     *
     * @param labels what each annotator said themselves
     * @param heldOutShare share of the images that come in which are held out
     */
    public LabellingRoutes(
            GroupCommit<LogRequest, Receipt> log,
            ImageQueries images,
            TaskQueue queue,
            CurrentModel model,
            QualityQueries quality,
            CrowdQueue crowd,
            Blindness blindness,
            VisibleTraining training,
            OwnLabels labels,
            double heldOutShare) {
        this.log = log;
        this.labelling = new Labelling(log, blindness);
        this.images = images;
        this.queue = queue;
        this.model = model;
        this.quality = quality;
        this.crowd = crowd;
        this.blindness = blindness;
        this.training = training;
        this.own = new OwnImages(blindness, images, labels);
        this.heldOutShare = heldOutShare;
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> bodies) {
        bodies.add(new JsonBodyResolver<>(LabelBody.class, "{\"digit\": 7}", LabelBody::of));
        bodies.add(new AsOfResolver(() -> images.progress().position()));
        bodies.add(new JsonBodyResolver<>(BulkBody.class, "{\"labels\": []}", BulkBody::of));
    }

    @Bean
    TaskApi taskApi() {
        return new TaskApi(queue, training, quality, crowd);
    }

    @Bean
    QueueApi queueApi() {
        return new QueueApi(images);
    }

    @Bean
    LabelApi labelApi() {
        return new LabelApi(labelling);
    }

    @Bean
    PutAsideApi putAsideApi() {
        return new PutAsideApi(labelling);
    }

    @Bean
    BulkApi bulkApi() {
        return new BulkApi(new BulkSheets(queue, training, quality, crowd), labelling);
    }

    @Bean
    ImageApi imageApi() {
        return new ImageApi(labelling, images, own, heldOutShare);
    }

    @Bean
    PastImageApi pastImageApi() {
        return new PastImageApi(images);
    }

    @Bean
    ImageSearchApi imageSearchApi() {
        return new ImageSearchApi(images, model, own);
    }

    @Bean
    ImportApi importApi() {
        return new ImportApi(log, blindness, heldOutShare, turns);
    }

    @Bean
    SheetApi sheetApi() {
        return new SheetApi(log, blindness, heldOutShare, turns);
    }

    @Bean
    PictureBody pictureBody() {
        return new PictureBody(turns);
    }

    @Bean
    PredictApi predictApi(PictureBody pictures) {
        return new PredictApi(model, pictures);
    }

    @Bean
    ExportApi exportApi() {
        return new ExportApi(images);
    }
}
