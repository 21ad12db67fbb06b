package nudge.labeller.web;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.catalina.Host;
import org.apache.catalina.core.StandardHost;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.MimeMappings;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/**
 * What clients may keep busy of the server.
 *
 * @param connections that one address may have open
 * @param proxies regular expression of the addresses that may open any number; null for none
 * @param longestStart how long a TLS handshake, or the head of a request, may be on its way
 * @param bodies the least rate of what comes
 * @param answers the least rate of what goes
 */
record ServerLimits(int connections, @Nullable String proxies, Duration longestStart, DataRate bodies, DataRate answers)
        implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
    /** Of the server, each of which waits for one client at a time. */
    static final int THREADS = 200;

    /** One address cannot take all threads. */
    private static final int REQUESTS_OF_AN_ADDRESS = 150;

    /** By a window of no bytes, a client of HTTP/2 can have the shortest answer wait, and its thread with it. */
    private static final int HTTP2_REQUESTS_OF_AN_ADDRESS = 60;
    /** What comes by HTTP/1.1 is served whatever comes by HTTP/2. */
    private static final int HTTP2_REQUESTS = 150;

    private static final int BODIES_OF_AN_ADDRESS = 100;
    /** Whoever sends no body is served whatever comes. */
    private static final int BODIES = 150;

    static ServerLimits of(WebSettings settings) {
        return new ServerLimits(
                settings.connectionsPerAddress(),
                settings.proxies(),
                Duration.ofSeconds(10),
                new DataRate(Duration.ofSeconds(10), 8 << 10),
                new DataRate(Duration.ofSeconds(30), 8 << 10));
    }

    @Override
    public void customize(TomcatServletWebServerFactory tomcat) {
        tomcat.setProtocol(LimitedProtocol.class.getName());
        tomcat.addProtocolHandlerCustomizers(handler ->
                ((LimitedProtocol) handler).limit(new OpenConnections(connections, proxies), longestStart, answers));
        if (Ssl.isEnabled(tomcat.getSsl())) {
            tomcat.addConnectorCustomizers(
                    connector -> connector.addUpgradeProtocol(new LimitedHttp2(bodies, answers)));
        }
        // No route reads a form: then none reads a body before it is known who sent it.
        tomcat.addConnectorCustomizers(connector -> connector.setParseBodyMethods(""));
        tomcat.addEngineValves(new ClientLimits(
                new AddressLimit(Math.min(REQUESTS_OF_AN_ADDRESS, connections), Integer.MAX_VALUE),
                new AddressLimit(Math.min(HTTP2_REQUESTS_OF_AN_ADDRESS, connections), HTTP2_REQUESTS),
                new AddressLimit(Math.min(BODIES_OF_AN_ADDRESS, connections), BODIES),
                bodies));
        tomcat.addContextCustomizers(context -> {
            Host host = (Host) context.getParent();
            ((StandardHost) host).setErrorReportValveClass(BareErrors.class.getName());
        });
        tomcat.setMimeMappings(withCharset());
    }

    /** Text says how it is encoded. */
    private static MimeMappings withCharset() {
        MimeMappings types = new MimeMappings(MimeMappings.DEFAULT);
        String charset = ";charset=" + StandardCharsets.UTF_8.name();
        types.add("html", "text/html" + charset);
        types.add("css", "text/css" + charset);
        types.add("js", "text/javascript" + charset);
        types.add("svg", "image/svg+xml" + charset);
        return types;
    }
}
