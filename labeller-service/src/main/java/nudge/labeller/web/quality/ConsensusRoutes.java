package nudge.labeller.web.quality;

import java.util.List;
import nudge.labeller.access.Access;
import nudge.labeller.consensus.Explanations;
import nudge.labeller.consensus.Reviews;
import nudge.labeller.image.ImageQueries;
import nudge.labeller.image.LogRequest;
import nudge.labeller.image.Receipt;
import nudge.labeller.log.GroupCommit;
import nudge.labeller.model.CurrentModel;
import nudge.labeller.quality.PastQuality;
import nudge.labeller.quality.QualityQueries;
import nudge.labeller.web.http.JsonBodyResolver;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The routes of review, gold and explanations, and what each of them is made of. */
@Configuration(proxyBeanMethods = false)
public class ConsensusRoutes implements WebMvcConfigurer {
    private final GroupCommit<LogRequest, Receipt> log;
    private final Reviews reviews;
    private final Explanations explanations;
    private final QualityQueries quality;
    private final CurrentModel model;
    private final Access access;
    private final ImageQueries images;
    private final PastQuality past;

    public ConsensusRoutes(
            GroupCommit<LogRequest, Receipt> log,
            Reviews reviews,
            Explanations explanations,
            QualityQueries quality,
            CurrentModel model,
            Access access,
            ImageQueries images,
            PastQuality past) {
        this.log = log;
        this.reviews = reviews;
        this.explanations = explanations;
        this.quality = quality;
        this.model = model;
        this.access = access;
        this.images = images;
        this.past = past;
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> bodies) {
        bodies.add(new JsonBodyResolver<>(
                ReviewBody.class,
                "{\"reason\": \"model\", \"images\": [{\"image\": ID, \"score\": 0.9}]}",
                ReviewBody::of));
    }

    @Bean
    ReviewApi reviewApi() {
        return new ReviewApi(log, reviews, quality, model, access, images, past);
    }

    @Bean
    GoldListApi goldListApi() {
        return new GoldListApi(quality, past, access);
    }

    @Bean
    WhyApi whyApi() {
        return new WhyApi(explanations, access);
    }
}
