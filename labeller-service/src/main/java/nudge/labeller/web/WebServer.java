package nudge.labeller.web;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import nudge.labeller.web.http.HttpConventions;
import nudge.labeller.web.labelling.LabellingRoutes;
import nudge.labeller.web.people.PeopleRoutes;
import nudge.labeller.web.quality.ConsensusRoutes;
import nudge.labeller.web.quality.QualityDecisionRoutes;
import nudge.labeller.web.quality.QualityRoutes;
import nudge.labeller.web.security.Security;
import nudge.labeller.web.training.TrainingRoutes;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/** The page and the REST API over HTTP. */
public final class WebServer implements AutoCloseable {
    private final ConfigurableApplicationContext context;
    private final WebSettings settings;

    private WebServer(ConfigurableApplicationContext context, WebSettings settings) {
        this.context = context;
        this.settings = settings;
    }

    /** What does not depend on the labeller that is served. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(HttpConventions.class)
    static class Application {}

    /**
     * Serves until it is closed.
     *
     * @param routes is asked when the first of them is needed, and may wait until they are there
     * @throws org.springframework.boot.web.server.PortInUseException when the port is taken
     */
    public static WebServer start(WebSettings settings, Supplier<Routes> routes) {
        SpringApplication application = new SpringApplication(Application.class);
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        application.setRegisterShutdownHook(false);
        application.setWebApplicationType(WebApplicationType.SERVLET);
        application.setDefaultProperties(properties(settings));
        application.addInitializers(context -> {
            GenericApplicationContext beans = (GenericApplicationContext) context;
            if (settings.sources() == null) {
                beans.registerBean(Pages.class);
            } else {
                beans.registerBean(SourcePages.class, () -> new SourcePages(settings.sources()));
            }
            beans.registerBean(ServerLimits.class, () -> ServerLimits.of(settings));
            beans.registerBean(Security.class, () -> routes.get().security());
            beans.registerBean(LabellingRoutes.class, () -> routes.get().labelling());
            beans.registerBean(TrainingRoutes.class, () -> routes.get().training());
            beans.registerBean(PeopleRoutes.class, () -> routes.get().people());
            beans.registerBean(QualityDecisionRoutes.class, () -> routes.get().quality());
            beans.registerBean(QualityRoutes.class, () -> routes.get().figures());
            beans.registerBean(ConsensusRoutes.class, () -> routes.get().consensus());
            beans.registerBean(Monitoring.class, () -> routes.get().monitoring());
        });
        return new WebServer(application.run(), settings);
    }

    private static Map<String, Object> properties(WebSettings settings) {
        Map<String, Object> properties = new HashMap<>(Map.ofEntries(
                Map.entry("server.address", settings.address()),
                Map.entry("server.port", settings.port()),
                Map.entry("server.shutdown", "graceful"),
                Map.entry("spring.lifecycle.timeout-per-shutdown-phase", "3s"),
                Map.entry("server.compression.enabled", true),
                Map.entry("server.compression.mime-types", "text/html,text/css,text/javascript,application/json"),
                Map.entry("server.tomcat.threads.max", ServerLimits.THREADS),
                Map.entry("server.tomcat.connection-timeout", "10s"),
                Map.entry("server.max-http-request-header-size", "16KB"),
                Map.entry("spring.servlet.multipart.enabled", false),
                Map.entry("spring.mvc.problemdetails.enabled", true),
                Map.entry("spring.web.resources.cache.cachecontrol.no-cache", true),
                Map.entry("spring.jmx.enabled", false),
                Map.entry("management.endpoints.web.exposure.include", "health,prometheus"),
                Map.entry("management.endpoint.health.probes.enabled", true),
                Map.entry("management.endpoint.health.show-details", "when-authorized"),
                Map.entry("management.endpoint.health.show-components", "when-authorized"),
                Map.entry("management.endpoint.health.roles", Security.ADMINISTRATOR)));
        if (settings.tls() != null) {
            properties.put("server.ssl.certificate", "file:" + settings.tls().certificate());
            properties.put(
                    "server.ssl.certificate-private-key",
                    "file:" + settings.tls().key());
        }
        if (settings.proxies() != null) {
            properties.put("server.forward-headers-strategy", "native");
            properties.put("server.tomcat.remoteip.internal-proxies", settings.proxies());
        }
        return properties;
    }

    public int port() {
        return ((WebServerApplicationContext) context).getWebServer().getPort();
    }

    /** Every route that has a handler, such as {@code GET /api/tasks}. */
    public SortedSet<String> routes() {
        SortedSet<String> routes = new TreeSet<>();
        for (var mapping :
                context.getBeansOfType(RequestMappingInfoHandlerMapping.class).values()) {
            for (RequestMappingInfo route : mapping.getHandlerMethods().keySet()) {
                for (String path : route.getPatternValues()) {
                    var methods = route.getMethodsCondition().getMethods();
                    methods.forEach(method -> routes.add(method + " " + path));
                    if (methods.isEmpty()) {
                        routes.add("ANY " + path);
                    }
                }
            }
        }
        return routes;
    }

    /** Whether nobody on the way can read what is sent. */
    public boolean isPrivate() {
        return settings.isPrivate();
    }

    /** Where people find it: scheme, host and port. */
    public String address() {
        return settings.address(port());
    }

    /** Where a program on this machine finds it: scheme, host and port. */
    public String localAddress() {
        return settings.localAddress(port());
    }

    @Override
    public void close() {
        context.close();
    }
}
