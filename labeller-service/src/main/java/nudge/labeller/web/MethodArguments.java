package nudge.labeller.web;

import java.util.List;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** What any handler may ask for; bodies are those of their rooms. */
@Configuration(proxyBeanMethods = false)
class MethodArguments implements WebMvcConfigurer {
    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new ActorResolver());
        resolvers.add(new IdempotencyKeyResolver());
        resolvers.add(new PixelsResolver());
        resolvers.add(new LimitResolver());
    }
}
