package nudge.labeller.web;

import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;

/** The page and the REST API over HTTP. */
public final class WebServer implements AutoCloseable {
    private final ConfigurableApplicationContext context;

    private WebServer(ConfigurableApplicationContext context) {
        this.context = context;
    }

    @Configuration
    @EnableAutoConfiguration
    @Import({
        ImageApi.class,
        TaskApi.class,
        BulkApi.class,
        ModelApi.class,
        ProgressApi.class,
        Live.class,
        StreamApi.class,
        Problems.class,
        ResponseHeaders.class,
        Monitoring.class
    })
    static class Application {}

    /**
     * Serves until it is closed.
     *
     * @param port 0 for a free one
     * @throws org.springframework.boot.web.server.PortInUseException when the port is taken
     */
    public static WebServer start(String address, int port, Parts parts) {
        SpringApplication application = new SpringApplication(Application.class);
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        application.setRegisterShutdownHook(false);
        application.setWebApplicationType(WebApplicationType.SERVLET);
        application.setDefaultProperties(Map.ofEntries(
                Map.entry("server.address", address),
                Map.entry("server.port", port),
                Map.entry("server.shutdown", "graceful"),
                Map.entry("spring.lifecycle.timeout-per-shutdown-phase", "3s"),
                Map.entry("server.compression.enabled", true),
                Map.entry("server.compression.mime-types", "text/html,text/css,text/javascript,application/json"),
                // A body that is too large is read to its end, so that its sender sees the answer.
                Map.entry("server.tomcat.max-swallow-size", "32MB"),
                Map.entry("server.tomcat.connection-timeout", "10s"),
                Map.entry("server.max-http-request-header-size", "16KB"),
                Map.entry("server.error.include-message", "always"),
                Map.entry("spring.servlet.multipart.enabled", false),
                Map.entry("spring.mvc.problemdetails.enabled", true),
                Map.entry("spring.web.resources.cache.cachecontrol.no-cache", true),
                Map.entry("spring.jmx.enabled", false),
                Map.entry("management.endpoints.web.exposure.include", "health,prometheus"),
                Map.entry("management.endpoint.health.show-details", "always")));
        application.addInitializers(
                context -> ((GenericApplicationContext) context).registerBean("parts", Parts.class, () -> parts));
        return new WebServer(application.run());
    }

    public int port() {
        return ((WebServerApplicationContext) context).getWebServer().getPort();
    }

    @Override
    public void close() {
        context.getBean(Live.class).close();
        context.close();
    }
}
