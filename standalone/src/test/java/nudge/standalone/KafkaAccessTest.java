package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import nudge.embedded.EmbeddedKafka;
import nudge.embedded.EmbeddedPostgres;
import nudge.embedded.EmbeddedServers;
import nudge.events.ChampionSubscriber;
import nudge.events.CommittedRecords;
import nudge.events.CommittedRecords.End;
import nudge.events.KafkaSettings;
import nudge.events.PromotionRule;
import nudge.events.Topics;
import nudge.labeller.Labeller;
import nudge.labeller.LabellerConfiguration;
import nudge.labeller.Migration;
import nudge.trainer.Trainer;
import nudge.trainer.TrainerConfiguration;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The rights that docs/kafka-access.md gives are enough for each part, and no more. The first test fills the topics. */
@Tag("server")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KafkaAccessTest {
    private static final Path PAGE = ComposeFile.PROJECT.resolve("docs/kafka-access.md");
    private static final String COMMAND = "    kafka-acls.sh --add ";
    private static final String PASSWORD = "a password of the tests";
    private static final Map<String, ResourceType> RESOURCES = Map.of(
            "--topic", ResourceType.TOPIC,
            "--group", ResourceType.GROUP,
            "--transactional-id", ResourceType.TRANSACTIONAL_ID);

    @TempDir
    private static Path folder;

    private static EmbeddedKafka kafka;

    @BeforeAll
    static void allow() throws Exception {
        EmbeddedKafka.Options options = EmbeddedKafka.Options.defaults()
                .withProperty("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        for (String user : List.of("labeller", "trainer", "subscriber")) {
            options = options.withUser(user, secret(user));
        }
        kafka = EmbeddedKafka.start(folder.resolve("kafka"), options);
        try (Admin admin = Admin.create(as(kafka.clientProperties()).forAdmin())) {
            admin.createAcls(rights()).all().get();
        }
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    private static String secret(String user) {
        return "of-" + user;
    }

    private static KafkaSettings as(Map<String, String> client) {
        return KafkaSettings.of(kafka.bootstrapServers()).withProperties(client);
    }

    private static KafkaSettings as(String user) {
        return as(EmbeddedKafka.clientProperties(user, secret(user)));
    }

    /** What the page's commands would add. */
    private static List<AclBinding> rights() throws IOException {
        List<AclBinding> rights = new ArrayList<>();
        try (Stream<String> lines = Files.lines(PAGE)) {
            for (String line : lines.filter(each -> each.startsWith(COMMAND)).toList()) {
                rights.addAll(rights(line.substring(COMMAND.length()).split(" ")));
            }
        }
        assertThat(rights).as("commands on the page").hasSizeGreaterThan(10);
        return rights;
    }

    private static List<AclBinding> rights(String[] options) {
        List<String> users = new ArrayList<>();
        List<AclOperation> operations = new ArrayList<>();
        Map<String, ResourceType> resources = new HashMap<>();
        PatternType pattern = PatternType.LITERAL;
        for (int i = 0; i < options.length; i += 2) {
            String value = options[i + 1];
            switch (options[i]) {
                case "--allow-principal" -> users.add(value);
                case "--operation" ->
                    operations.add(Stream.of(AclOperation.values())
                            .filter(each -> each.name().replace("_", "").equalsIgnoreCase(value))
                            .findFirst()
                            .orElseThrow());
                case "--resource-pattern-type" -> pattern = PatternType.valueOf(value.toUpperCase(Locale.ROOT));
                default -> resources.put(value, RESOURCES.get(options[i]));
            }
        }
        List<AclBinding> rights = new ArrayList<>();
        for (String user : users) {
            for (AclOperation operation : operations) {
                for (Map.Entry<String, ResourceType> resource : resources.entrySet()) {
                    rights.add(new AclBinding(
                            new ResourcePattern(resource.getValue(), resource.getKey(), pattern),
                            new AccessControlEntry(user, "*", operation, AclPermissionType.ALLOW)));
                }
            }
        }
        return rights;
    }

    /** What a service is told of Kafka and of a few other things. */
    private static Map<String, String> variables(String service, Map<String, String> others) {
        String prefix = "NUDGE_" + service.toUpperCase(Locale.ROOT) + "_";
        Map<String, String> variables = new HashMap<>();
        others.forEach((name, value) -> variables.put(prefix + name, value));
        variables.put(prefix + "HTTP_PORT", "0");
        variables.put(prefix + "KAFKA", kafka.bootstrapServers());
        variables.put(prefix + "KAFKA_SECURITY", "SASL_PLAINTEXT");
        variables.put(prefix + "KAFKA_USER", service);
        variables.put(prefix + "KAFKA_PASSWORD", secret(service));
        return variables;
    }

    @Test
    @Order(1)
    void each_part_does_its_work_with_the_rights_of_the_page() throws Exception {
        EmbeddedPostgres postgres = EmbeddedServers.shared().postgres();
        String url = postgres.createDatabase("kafka_access");
        Map<String, String> application = new HashMap<>(
                Map.of("DATABASE_URL", url, "DATABASE_USER", "kafka_access", "DATABASE_PASSWORD", PASSWORD));
        Map<String, String> owner = new HashMap<>(application);
        owner.put("DATABASE_OWNER", postgres.user());
        owner.put("DATABASE_OWNER_PASSWORD", postgres.password());
        Migration.run(LabellerConfiguration.of(variables("labeller", owner)));
        try (Labeller labeller = Labeller.start(LabellerConfiguration.of(variables("labeller", application)));
                Trainer trainer =
                        Trainer.start(TrainerConfiguration.of(variables("trainer", Map.of("INSTANCE", "alone"))))) {
            assertThat(trainer.httpPort()).isPositive();
            String http = "http://127.0.0.1:" + labeller.port();
            String token = token(url, postgres);
            LabelledImages.add(http, token, 0, 5);
            Api api = new Api(URI.create(http), () -> token);
            long position = api.label(api.tasks(1).get(0), 7, 0).position();
            assertThat(Checkpoints.awaitCovering(as("subscriber"), position).examples())
                    .isEqualTo(1);
            assertThatAChampionIsToldToAll(http, token, api);
        }
    }

    /** Some of the images are held out: once one has a label, a checkpoint is measured and judged. */
    private static void assertThatAChampionIsToldToAll(String http, String token, Api api) throws Exception {
        LabelledImages.add(http, token, 5, 60);
        for (Api.Task task : api.tasks(59)) {
            api.label(task, 7, 0);
        }
        await().atMost(Duration.ofSeconds(30))
                .until(() -> api.find("/api/champion").isPresent());
        try (ChampionSubscriber subscriber = ChampionSubscriber.resume(as("subscriber"), "digits", 0)) {
            List<ChampionSubscriber.Champion> champions = new ArrayList<>();
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                champions.addAll(subscriber.poll(Duration.ofMillis(200)));
                return !champions.isEmpty();
            });
            assertThat(champions.get(0).event().rule()).isEqualTo(PromotionRule.FIRST);
        }
        assertThat(shown(http, token)).startsWith("champion ").contains("; step ", "log position ");
        assertThat(shown(http, token, "--json"))
                .startsWith("{\"checkpoint\":\"")
                .contains("\"unproven\":true");
    }

    private static String shown(String http, String token, String... more) {
        List<String> arguments = new ArrayList<>(List.of("champion", "show", "--url", http, "--token", token));
        arguments.addAll(List.of(more));
        StringWriter said = new StringWriter();
        assertThat(Main.commandLine().setOut(new PrintWriter(said, true)).execute(arguments.toArray(String[]::new)))
                .isZero();
        return said.toString();
    }

    private static String token(String url, EmbeddedPostgres postgres) throws Exception {
        try (Connection database = DriverManager.getConnection(url, postgres.user(), postgres.password())) {
            return TestToken.in(database);
        }
    }

    @Test
    @Order(2)
    void the_labeller_cannot_replace_the_network() {
        assertThatNobodyWrites(
                as("labeller"),
                Topics.CHECKPOINTS,
                Topics.WEIGHTS,
                Topics.ACCURACY,
                Topics.DECISIONS,
                Topics.CHAMPION,
                Topics.DEAD_LETTERS);
    }

    @Test
    @Order(2)
    void the_trainer_cannot_teach_itself() {
        assertThatNobodyWrites(as("trainer"), Topics.LABELS, Topics.RELAY_POSITION);
    }

    @Test
    @Order(2)
    void a_subscriber_reads_what_is_published_and_no_labels() {
        assertThatNobodyWrites(as("subscriber"), Topics.values());
        assertThat(end(as("subscriber"), Topics.CHECKPOINTS)).isPositive();
        assertThat(end(as("subscriber"), Topics.DECISIONS)).isNotNegative();
        assertThat(end(as("subscriber"), Topics.CHAMPION)).isNotNegative();
        assertThatThrownBy(() -> end(as("subscriber"), Topics.LABELS)).isInstanceOf(AuthorizationException.class);
        assertThatThrownBy(() -> end(as("subscriber"), Topics.DEAD_LETTERS)).isInstanceOf(AuthorizationException.class);
    }

    @Test
    @Order(2)
    void a_stranger_does_not_get_in() {
        KafkaSettings stranger = KafkaSettings.of(kafka.bootstrapServers()).withProperty("request.timeout.ms", "3000");
        assertThatThrownBy(() -> {
                    Map<String, Object> settings = stranger.forAdmin();
                    settings.put("default.api.timeout.ms", "3000");
                    try (Admin admin = Admin.create(settings)) {
                        admin.listTopics().names().get();
                    }
                })
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(TimeoutException.class);
    }

    private static void assertThatNobodyWrites(KafkaSettings client, Topics... topics) {
        Map<String, Object> settings = client.forAdmin();
        settings.put("enable.idempotence", "false");
        settings.put("max.block.ms", "10000");
        settings.put("delivery.timeout.ms", "10000");
        settings.put("linger.ms", "0");
        byte[] forged = "forged".getBytes(StandardCharsets.UTF_8);
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (Topics topic : topics) {
                assertThatThrownBy(() -> producer.send(new ProducerRecord<>(topic.topic(), 0, forged, forged))
                                .get())
                        .as("%s of %s", topic, client)
                        .hasCauseInstanceOf(AuthorizationException.class);
            }
        }
    }

    /** Reads the last records of a topic. */
    private static long end(KafkaSettings client, Topics topic) {
        try (CommittedRecords records = CommittedRecords.open(client, Duration.ofSeconds(10))) {
            long end = records.end(topic.partition(), End.LAST_STABLE_OFFSET);
            records.last(topic.partition(), end, record -> true);
            return end;
        }
    }
}
