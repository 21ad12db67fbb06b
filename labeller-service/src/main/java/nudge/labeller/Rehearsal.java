package nudge.labeller;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import nudge.events.KafkaSettings;
import nudge.events.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.flywaydb.core.api.FlywayException;

/**
 * Loads what a start of the labeller loads, beside servers that are not there. Run when the image is built, for the JVM to
 * archive these classes (AppCDS), and by nobody else.
 */
final class Rehearsal {
    /** Nobody listens there. */
    private static final String NOWHERE = "127.0.0.1:1";

    private Rehearsal() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        LabellerConfiguration configuration = LabellerConfiguration.of(Map.of(
                "NUDGE_LABELLER_HTTP_PORT",
                "0",
                "NUDGE_LABELLER_DATABASE_URL",
                "jdbc:postgresql://" + NOWHERE + "/nowhere",
                "NUDGE_LABELLER_DATABASE_OWNER",
                "nobody",
                "NUDGE_LABELLER_KAFKA",
                NOWHERE));
        migrate(configuration);
        createTopics(configuration);
        try (Labeller labeller = Labeller.startWithoutServers(configuration)) {
            HttpClient client = HttpClient.newHttpClient();
            for (String path : new String[] {"/sign-in.html", "/actuator/health/readiness", "/api/session"}) {
                client.send(
                        HttpRequest.newBuilder(URI.create(labeller.localAddress() + path))
                                .build(),
                        BodyHandlers.discarding());
            }
        }
        System.exit(0);
    }

    private static void migrate(LabellerConfiguration configuration) {
        try {
            Migration.migrate(configuration);
        } catch (FlywayException expected) {
            System.out.println("As it should be: " + expected.getMessage());
        }
    }

    private static void createTopics(LabellerConfiguration configuration) throws InterruptedException {
        Map<String, Object> settings =
                KafkaSettings.of(configuration.kafka().bootstrapServers()).forAdmin();
        settings.put("request.timeout.ms", "500");
        settings.put("default.api.timeout.ms", "1000");
        try (Admin admin = Admin.create(settings)) {
            Topics.create(admin, (short) 1);
        } catch (KafkaException | IllegalStateException expected) {
            System.out.println("As it should be: " + expected.getMessage());
        }
    }
}
