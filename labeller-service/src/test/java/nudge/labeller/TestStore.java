package nudge.labeller;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import nudge.embedded.EmbeddedPostgres;
import nudge.embedded.EmbeddedServers;
import nudge.events.Split;
import nudge.labeller.database.Database;
import nudge.labeller.database.StatementPipeline;
import nudge.labeller.image.ImageCommand;
import nudge.labeller.image.ImageRequest;
import nudge.labeller.image.ImageTransaction;
import nudge.labeller.image.LogRequest;
import nudge.labeller.image.Pixels;
import nudge.labeller.image.Receipt;
import nudge.labeller.image.RefusedException;
import nudge.labeller.log.EventIds;
import nudge.labeller.log.GroupCommit;
import nudge.labeller.log.HashChain;
import nudge.labeller.log.Log;
import nudge.labeller.log.StoredEvent;

/** A migrated database of its own, with the two roles, and a writer. */
public final class TestStore implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final String OWNER = "nudge_owner";
    private static final String PASSWORD = "a password of the tests";

    private final LabellerConfiguration configuration;
    private final HikariDataSource database;
    private final GroupCommit<LogRequest, Receipt> log;
    private volatile Runnable committed = () -> {};

    public TestStore() {
        try {
            configuration = LabellerConfiguration.of(environment(copyOfTheMigratedDatabase()));
        } catch (SQLException failed) {
            throw new AssertionError(failed);
        }
        owner("UPDATE nudge.log_head SET store = gen_random_uuid()");
        database = ConnectionPool.open(configuration);
        log = writer();
    }

    /** Migrating takes a second, copying a tenth of it. */
    private static synchronized String copyOfTheMigratedDatabase() throws SQLException {
        String name = "store_" + COUNT.incrementAndGet();
        if (name.equals("store_1")) {
            for (String role : List.of(OWNER, "nudge_app")) {
                superuser("CREATE ROLE " + role + " LOGIN PASSWORD '" + PASSWORD + "'");
            }
            superuser("CREATE DATABASE migrated OWNER " + OWNER);
            Migration.migrate(LabellerConfiguration.of(
                    environment(EmbeddedServers.shared().postgres().jdbcUrl("migrated"))));
        }
        superuser("CREATE DATABASE " + name + " TEMPLATE migrated OWNER " + OWNER);
        return EmbeddedServers.shared().postgres().jdbcUrl(name);
    }

    private static void superuser(String sql) throws SQLException {
        EmbeddedPostgres postgres = EmbeddedServers.shared().postgres();
        try (Connection superuser = DriverManager.getConnection(
                        postgres.jdbcUrl("postgres"), postgres.user(), postgres.password());
                Statement statement = superuser.createStatement()) {
            statement.execute(sql);
        }
    }

    /** What a labeller process on this store is told. */
    public static Map<String, String> environment(String url) {
        Map<String, String> environment = new HashMap<>();
        environment.put("NUDGE_LABELLER_DATABASE_URL", url);
        environment.put("NUDGE_LABELLER_DATABASE_PASSWORD", PASSWORD);
        environment.put("NUDGE_LABELLER_DATABASE_OWNER", OWNER);
        environment.put("NUDGE_LABELLER_DATABASE_OWNER_PASSWORD", PASSWORD);
        environment.put("NUDGE_LABELLER_KAFKA", "127.0.0.1:1");
        environment.put("NUDGE_LABELLER_HELD_OUT_SHARE", "0");
        return environment;
    }

    public static HikariDataSource connect(Map<String, String> environment) {
        return ConnectionPool.open(LabellerConfiguration.of(environment));
    }

    public String url() {
        return configuration.databaseUrl();
    }

    public HikariDataSource database() {
        return database;
    }

    /** As a relay has it, whose statements end sooner; the caller closes it. */
    public HikariDataSource openForRelay() {
        return ConnectionPool.forRelay(configuration);
    }

    public GroupCommit<LogRequest, Receipt> log() {
        return log;
    }

    /** Another writer on the same log, as another labeller has it. */
    public GroupCommit<LogRequest, Receipt> writer() {
        return writer(Clock.systemUTC());
    }

    /** A writer whose clock may be wrong. */
    public GroupCommit<LogRequest, Receipt> writer(Clock clock) {
        return new GroupCommit<>(database, new ImageTransaction(clock, new EventIds(clock)), () -> committed.run());
    }

    public void onCommit(Runnable told) {
        committed = told;
    }

    public Receipt submit(ImageRequest request) {
        return log.submit(request).join();
    }

    public Receipt submit(UUID actor, UUID image, ImageCommand command) {
        return submit(new ImageRequest(actor, null, image, null, command));
    }

    /** Adds an image whose pixels follow from the seed. */
    public UUID add(long seed) {
        return submit(UUID.randomUUID(), pixels(seed).imageId(), image(seed)).image();
    }

    public static ImageCommand.Add image(long seed) {
        return new ImageCommand.Add(pixels(seed), Split.TRAIN, OptionalInt.empty(), "test");
    }

    public static Pixels pixels(long seed) {
        byte[] bytes = new byte[Pixels.COUNT];
        new Random(seed).nextBytes(bytes);
        return Pixels.of(bytes);
    }

    public static ImageCommand.GiveLabel label(int digit) {
        return new ImageCommand.GiveLabel(digit, null, null);
    }

    /** Carries out random commands of a few annotators; those that the state does not allow are refused. */
    public void scatter(long seed, int images, int commands) {
        Random random = new Random(seed);
        List<UUID> annotators = List.of(new UUID(seed, 1), new UUID(seed, 2), new UUID(seed, 3));
        List<CompletableFuture<Receipt>> answers = new ArrayList<>();
        for (int i = 0; i < commands; i++) {
            if (answers.size() == 1_000) {
                answered(answers);
                answers.clear();
            }
            long image = seed * 1_000 + random.nextInt(images);
            ImageCommand command = switch (random.nextInt(9)) {
                case 0 -> new ImageCommand.RetractLabel();
                case 1 -> new ImageCommand.Skip();
                case 2 -> new ImageCommand.RetractSkip();
                case 3 -> new ImageCommand.Reject();
                case 4 -> new ImageCommand.RetractRejection();
                case 5 ->
                    new ImageCommand.Add(
                            pixels(image),
                            random.nextInt(5) > 0 ? Split.TRAIN : Split.HELD_OUT,
                            random.nextInt(5) > 0 ? OptionalInt.empty() : OptionalInt.of(3),
                            "test");
                default -> label(random.nextInt(10));
            };
            answers.add(log.submit(new ImageRequest(
                    annotators.get(random.nextInt(3)),
                    random.nextBoolean() ? "key " + seed + " " + i : null,
                    pixels(image).imageId(),
                    null,
                    command)));
        }
        answered(answers);
    }

    private static void answered(List<CompletableFuture<Receipt>> answers) {
        for (CompletableFuture<Receipt> answer : answers) {
            Throwable refused = answer.handle((receipt, failure) -> failure).join();
            if (refused != null && !(refused instanceof RefusedException)) {
                throw new AssertionError(refused);
            }
        }
    }

    /** Statements of the schema's owner, one after the other. */
    public void owner(String... statements) {
        try (Connection connection = owner();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException failed) {
            throw new AssertionError(failed);
        }
    }

    /** A connection as the schema's owner. */
    public Connection owner() throws SQLException {
        Connection owner = DriverManager.getConnection(configuration.databaseUrl(), OWNER, PASSWORD);
        owner.setSchema("nudge");
        return owner;
    }

    /** Appends an event of whatever family, as the only writer would. */
    public void append(UUID stream, String type, String data) {
        try (Connection connection = owner()) {
            connection.setAutoCommit(false);
            Database.withHandle(connection, handle -> {
                Log.Head head = Log.lockHead(handle);
                int version = 1
                        + handle.select("SELECT count(*) FROM event WHERE stream = ?", stream)
                                .mapTo(Integer.class)
                                .one();
                StoredEvent event = new StoredEvent(
                        head.position() + 1,
                        UUID.randomUUID(),
                        stream,
                        version,
                        type,
                        1,
                        new UUID(0, 1),
                        Instant.EPOCH,
                        new String(HashChain.canonical(data), StandardCharsets.UTF_8));
                StatementPipeline changes = new StatementPipeline(connection);
                Log.append(connection, head, List.of(event), Map.of(), changes);
                changes.execute();
                return event;
            });
            connection.commit();
        } catch (SQLException failed) {
            throw new AssertionError(failed);
        }
    }

    /** The first column of the first row, as text. */
    public String query(String sql) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        } catch (SQLException failed) {
            throw new AssertionError(failed);
        }
    }

    @Override
    public void close() throws InterruptedException {
        log.close();
        database.close();
    }
}
