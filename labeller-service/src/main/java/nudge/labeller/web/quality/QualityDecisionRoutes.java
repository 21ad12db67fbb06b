package nudge.labeller.web.quality;

import java.util.List;
import nudge.labeller.image.LogRequest;
import nudge.labeller.image.Receipt;
import nudge.labeller.log.GroupCommit;
import nudge.labeller.own.OwnLabels;
import nudge.labeller.web.http.JsonBodyResolver;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** What people decide about the quality of labels. */
@Configuration(proxyBeanMethods = false)
public class QualityDecisionRoutes implements WebMvcConfigurer {
    private final QualityDecider decider;
    private final OwnLabels labels;

    /** @param labels what each annotator said themselves */
    public QualityDecisionRoutes(GroupCommit<LogRequest, Receipt> log, OwnLabels labels) {
        this.decider = new QualityDecider(log);
        this.labels = labels;
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> bodies) {
        bodies.add(new JsonBodyResolver<>(PolicyBody.class, "{\"policy\": \"solo\"}", PolicyBody::of));
        bodies.add(new JsonBodyResolver<>(FromBody.class, "{\"from\": 0}", FromBody::of));
        bodies.add(new JsonBodyResolver<>(GoldBody.class, "{\"reason\": \"\"}", GoldBody::of));
        bodies.add(new JsonBodyResolver<>(
                AdjudicationBody.class, "{\"digit\": 7, \"comment\": \"\"}", AdjudicationBody::of));
    }

    @Bean
    PolicyApi policyApi() {
        return new PolicyApi(decider);
    }

    @Bean
    TrustApi trustApi() {
        return new TrustApi(decider);
    }

    @Bean
    GoldDecisionApi goldDecisionApi() {
        return new GoldDecisionApi(decider, labels);
    }

    @Bean
    AdjudicationApi adjudicationApi() {
        return new AdjudicationApi(decider);
    }
}
