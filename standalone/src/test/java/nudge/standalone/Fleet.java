package nudge.standalone;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import nudge.embedded.EmbeddedKafka;
import nudge.labeller.Labeller;
import nudge.labeller.LabellerConfiguration;
import nudge.mnist.Mnist;
import nudge.trainer.Trainer;

/**
 * A Nudge whose parts can fail one by one: PostgreSQL, Kafka, two labellers and a trainer, each in a process of its own and
 * started again when it ends, with a proxy on every way between them.
 */
final class Fleet implements AutoCloseable {
    private static final Duration SERVES = Duration.ofSeconds(90);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Path folder;
    private final Servers servers;
    private final List<Service> labellers = new ArrayList<>();
    private final List<TcpProxy> databases = new ArrayList<>();
    private final int[] ports = {NudgeProcess.freePort(), NudgeProcess.freePort()};
    private final TcpProxy kafka;
    private final TcpProxy http;
    private final Service trainer;
    private final PowerLoss powerLoss;
    private final TableLock tableLock;
    private final DrippingClients drippingClients;
    private final String token;
    private int filled;

    private Fleet(Path folder) throws Exception {
        this.folder = folder;
        try {
            Home home = opened(Home.open(folder.resolve("data")));
            int clients = NudgeProcess.freePort();
            int listener = NudgeProcess.freePort();
            kafka = opened(TcpProxy.toKafka(0, listener));
            servers = opened(Servers.start(home, behind(kafka, clients, listener)));
            http = opened(TcpProxy.to(ports));
            powerLoss = new PowerLoss(servers, home.kafka().resolve("data"));
            new RunningNudge.Addresses(
                            ProcessHandle.current().pid(),
                            URI.create("http://127.0.0.1:" + http.port()),
                            null,
                            servers.kafka().bootstrapServers(),
                            servers.postgres().jdbcUrl(LocalNudge.DATABASE),
                            0)
                    .write(home.folder());
            LabellerConfiguration labeller = LocalNudge.labellerConfiguration(servers, 0, 0);
            Labeller.prepare(labeller);
            try (Connection database = log().owner()) {
                token = TestToken.in(database);
            }
            tableLock = opened(new TableLock(log()));
            drippingClients = opened(new DrippingClients(token));
            for (int port : ports) {
                TcpProxy database = opened(TcpProxy.to(servers.postgres().port()));
                databases.add(database);
                labellers.add(opened(Service.start(
                        "labeller-" + labellers.size(),
                        Labeller.class,
                        environment(labeller, port, database),
                        folder)));
            }
            Files.createDirectories(home.trainer());
            trainer = opened(Service.start(
                    "trainer",
                    Trainer.class,
                    Map.of(
                            "NUDGE_TRAINER_KAFKA",
                            "127.0.0.1:" + kafka.port(),
                            "NUDGE_TRAINER_KAFKA_PROPERTIES",
                            servers.kafka().clientFile().toString(),
                            "NUDGE_TRAINER_HTTP_PORT",
                            "0",
                            "NUDGE_TRAINER_PASSES",
                            "2",
                            "NUDGE_TRAINER_FOLDER",
                            home.trainer().toString()),
                    folder));
        } catch (Exception failed) {
            close();
            throw failed;
        }
    }

    /** Starts, without waiting until it serves. */
    static Fleet start(Path folder) throws Exception {
        return new Fleet(folder);
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.push(part);
        return part;
    }

    /** A broker with a second listener, which sends its clients to the proxy; it reaches itself by the first. */
    private static EmbeddedKafka.Options behind(TcpProxy proxy, int clients, int proxied) throws IOException {
        try (ServerSocket controller = new ServerSocket(0)) {
            int port = controller.getLocalPort();
            return EmbeddedKafka.Options.defaults()
                    .withPort(clients)
                    .withProperty("controller.quorum.voters", "1@127.0.0.1:" + port)
                    .withProperty(
                            "listeners",
                            "CLIENTS://127.0.0.1:" + clients + ",PROXIED://127.0.0.1:" + proxied
                                    + ",CONTROLLER://127.0.0.1:" + port)
                    .withProperty(
                            "advertised.listeners",
                            "CLIENTS://127.0.0.1:" + clients + ",PROXIED://127.0.0.1:" + proxy.port());
        }
    }

    private Map<String, String> environment(LabellerConfiguration like, int port, TcpProxy database) {
        Map<String, String> environment = new HashMap<>();
        environment.put("NUDGE_LABELLER_HTTP_PORT", String.valueOf(port));
        environment.put(
                "NUDGE_LABELLER_DATABASE_URL",
                "jdbc:postgresql://127.0.0.1:" + database.port() + "/" + LocalNudge.DATABASE);
        environment.put("NUDGE_LABELLER_DATABASE_USER", like.databaseUser());
        environment.put(
                "NUDGE_LABELLER_DATABASE_PASSWORD", like.databasePassword().value());
        environment.put("NUDGE_LABELLER_DATABASE_OWNER", LocalNudge.OWNER);
        environment.put(
                "NUDGE_LABELLER_DATABASE_OWNER_PASSWORD",
                like.databaseOwnerPassword().value());
        environment.put("NUDGE_LABELLER_KAFKA", "127.0.0.1:" + kafka.port());
        environment.put(
                "NUDGE_LABELLER_KAFKA_PROPERTIES", servers.kafka().clientFile().toString());
        return environment;
    }

    /** Both labellers, in turn, through the proxy. */
    Api api() {
        return apiAt(http.port());
    }

    /** One labeller, past the proxy. */
    Api api(int labeller) {
        return apiAt(ports[labeller]);
    }

    private Api apiAt(int port) {
        return new Api(URI.create("http://127.0.0.1:" + port), () -> token);
    }

    /** An administrator's. */
    String token() {
        return token;
    }

    Path data() {
        return folder.resolve("data");
    }

    /** The log and Kafka, past the proxies. */
    OpenLog log() {
        return OpenLog.of(data());
    }

    Servers servers() {
        return servers;
    }

    Service labeller(int number) {
        return labellers.get(number);
    }

    Service trainer() {
        return trainer;
    }

    TcpProxy databaseOf(int labeller) {
        return databases.get(labeller);
    }

    TcpProxy kafka() {
        return kafka;
    }

    TcpProxy http() {
        return http;
    }

    /** Where a labeller listens, past the proxy. */
    int port(int labeller) {
        return ports[labeller];
    }

    PowerLoss powerLoss() {
        return powerLoss;
    }

    TableLock tableLock() {
        return tableLock;
    }

    DrippingClients drippingClients() {
        return drippingClients;
    }

    /** Fills the pool, once a labeller serves, with more of MNIST's images. */
    void fill(int images) throws InterruptedException {
        Api api = api();
        await().atMost(SERVES).ignoreExceptions().until(() -> api.get("/api/progress") != null);
        Mnist train = Mnist.train();
        IntStream.range(filled, filled + images).parallel().forEach(i -> add(api, train.image(i)));
        filled += images;
    }

    private static void add(Api api, byte[] image) {
        try {
            api.add(image);
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }

    /** Waits until all that is in the log has arrived everywhere: see {@link Arrival}. */
    void awaitDrained(Duration most) {
        Arrival.await(this, most);
    }

    /** The end of what each of them printed. */
    String lastWords() throws IOException {
        StringBuilder words = new StringBuilder();
        for (Service service : List.of(labellers.get(0), labellers.get(1), trainer)) {
            words.append(service.lastWords());
        }
        words.append(Service.lastWords(data().resolve("postgres/postgres.log")));
        words.append(Service.lastWords(data().resolve("kafka/kafka.log")));
        return words.toString();
    }

    /** How often labellers and trainer were started; each begins with one start. */
    int starts() {
        return labellers.stream().mapToInt(Service::starts).sum() + trainer.starts();
    }

    @Override
    public void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }
}
