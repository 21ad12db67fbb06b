package nudge.labeller.web.http;

import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** What all routes have in common: the arguments that any handler may ask for, and the form of errors. */
@Configuration(proxyBeanMethods = false)
public class HttpConventions implements WebMvcConfigurer {
    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> arguments) {
        arguments.add(new IdempotencyKeyResolver());
        arguments.add(new LimitResolver());
        arguments.add(new PixelsResolver());
    }

    @Bean
    Problems problems() {
        return new Problems();
    }

    @Bean
    UnhandledErrors unhandledErrors() {
        return new UnhandledErrors();
    }
}
