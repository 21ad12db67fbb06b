package nudge.labeller.web.quality;

import java.util.List;
import nudge.labeller.statistics.PastStatistics;
import nudge.labeller.statistics.Previews;
import nudge.labeller.statistics.Statistics;
import nudge.labeller.web.http.JsonBodyResolver;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** What people see of the quality of labels; what they decide about it is in {@link QualityDecisionRoutes}. */
@Configuration(proxyBeanMethods = false)
public class QualityRoutes implements WebMvcConfigurer {
    private final Statistics statistics;
    private final Previews previews;
    private final PastStatistics past;

    /** What the pages of quality ask for, now and as of any position of the log. */
    public QualityRoutes(Statistics statistics, Previews previews, PastStatistics past) {
        this.statistics = statistics;
        this.previews = previews;
        this.past = past;
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> bodies) {
        bodies.add(
                new JsonBodyResolver<>(WeightBody.class, "{\"from\": 4711, \"action\": \"distrust\"}", WeightBody::of));
    }

    @Bean
    AnnotatorApi annotatorApi() {
        return new AnnotatorApi(statistics, previews);
    }

    @Bean
    PastQualityApi pastQualityApi() {
        return new PastQualityApi(past);
    }

    @Bean
    QualityApi qualityApi() {
        return new QualityApi(statistics, previews);
    }
}
