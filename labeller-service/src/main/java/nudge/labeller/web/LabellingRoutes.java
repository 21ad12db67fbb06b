package nudge.labeller.web;

import nudge.labeller.image.ImageQueries;
import nudge.labeller.image.ImageRequest;
import nudge.labeller.image.Receipt;
import nudge.labeller.log.GroupCommit;
import nudge.labeller.model.CurrentModel;
import nudge.labeller.queue.TaskQueue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The routes of labelling, and what each of them is made of. */
@Configuration(proxyBeanMethods = false)
public class LabellingRoutes {
    private final GroupCommit<ImageRequest, Receipt> log;
    private final ImageQueries images;
    private final TaskQueue queue;
    private final CurrentModel model;
    private final double heldOutShare;

    /** @param heldOutShare share of the images that come in which are held out */
    public LabellingRoutes(
            GroupCommit<ImageRequest, Receipt> log,
            ImageQueries images,
            TaskQueue queue,
            CurrentModel model,
            double heldOutShare) {
        this.log = log;
        this.images = images;
        this.queue = queue;
        this.model = model;
        this.heldOutShare = heldOutShare;
    }

    @Bean
    TaskApi taskApi() {
        return new TaskApi(queue, model);
    }

    @Bean
    ImageApi imageApi() {
        return new ImageApi(log, images, model, heldOutShare);
    }

    @Bean
    BulkApi bulkApi() {
        return new BulkApi(log, queue, model);
    }

    @Bean
    ImportApi importApi() {
        return new ImportApi(log, heldOutShare);
    }

    @Bean
    ExportApi exportApi() {
        return new ExportApi(images);
    }
}
