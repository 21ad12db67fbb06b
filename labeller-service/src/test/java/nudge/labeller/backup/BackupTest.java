package nudge.labeller.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import nudge.labeller.TestStore;
import nudge.labeller.database.Database;
import nudge.labeller.image.ImageRequest;
import nudge.labeller.image.Rebuild;
import nudge.labeller.image.Receipt;
import nudge.labeller.relay.Relay;
import nudge.labeller.relay.TestTopics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("server")
class BackupTest {
    @TempDir
    Path folder;

    private TestStore store;
    private TestStore restored;

    @BeforeEach
    void open() {
        store = new TestStore();
        restored = new TestStore();
    }

    @AfterEach
    void close() throws Exception {
        store.close();
        restored.close();
    }

    @Test
    void a_backup_taken_while_labelling_goes_on_is_one_moment_of_the_log_and_comes_back_whole() throws Exception {
        store.owner("INSERT INTO person (id, name, role) VALUES (gen_random_uuid(), 'Anna', 'annotator')");
        store.scatter(1, 100, 2_000);
        AtomicBoolean stop = new AtomicBoolean();
        CompletableFuture<Void> labelling = CompletableFuture.runAsync(() -> {
            for (int round = 2; !stop.get(); round++) {
                store.scatter(round, 20, 100);
            }
        });
        Path file = folder.resolve("nudge.backup");
        Backup.Contents written = backup(file);
        stop.set(true);
        labelling.get(30, TimeUnit.SECONDS);
        Backup.Contents read = restore(file);
        assertThat(read.head()).usingRecursiveComparison().isEqualTo(written.head());
        assertThat(read.rows()).isEqualTo(written.rows());
        String until = " WHERE position <= " + read.head().position();
        assertThat(rows(restored, "event", "")).isEqualTo(rows(store, "event", until));
        assertThat(rows(restored, "person", "")).isEqualTo(rows(store, "person", ""));
        assertThat(restored.query("SELECT count(*) FROM image"))
                .isEqualTo(restored.query("SELECT count(*) FROM event WHERE type = 'image.added'"));
        try (Connection owner = restored.owner()) {
            assertThat(Rebuild.run(owner).different()).isZero();
        }
        restored.scatter(999, 20, 100);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void a_key_has_its_answer_after_the_restore() throws Exception {
        UUID image = store.add(1);
        ImageRequest request = new ImageRequest(UUID.randomUUID(), "key", image, 1, TestStore.label(7));
        Receipt receipt = store.submit(request);
        backup(folder.resolve("backup"));
        restore(folder.resolve("backup"));
        assertThat(restored.submit(request)).isEqualTo(receipt);
    }

    @Test
    void restored_beside_an_empty_kafka_it_publishes_everything_beside_one_that_is_ahead_it_refuses() throws Exception {
        TestTopics.fresh();
        store.scatter(1, 30, 500);
        backup(folder.resolve("backup"));
        restore(folder.resolve("backup"));
        store.scatter(2, 30, 500);
        try (Relay relay = new Relay(new Database(store.database()), TestTopics.kafka())) {
            caughtUp(store, relay);
        }
        try (Relay relay = new Relay(new Database(restored.database()), TestTopics.kafka())) {
            await().atMost(Duration.ofSeconds(20)).until(() -> relay.state() == Relay.State.HALTED);
            assertThat(relay.reason()).contains("the database is older than Kafka");
        }
        TestTopics.fresh();
        try (Relay relay = new Relay(new Database(restored.database()), TestTopics.kafka())) {
            caughtUp(restored, relay);
        }
        TestTopics.areTheLogOf(restored);
    }

    @Test
    void who_came_in_is_in_it_and_those_who_came_in_meanwhile_follow() throws Exception {
        store.add(1);
        for (String type : List.of("joined", "signed in")) {
            store.owner("INSERT INTO access_event (at, type) VALUES (now(), '" + type + "')");
        }
        backup(folder.resolve("backup"));
        restored.owner("INSERT INTO access_event (at, type) VALUES (now(), 'invited')");
        restore(folder.resolve("backup"));
        restored.owner("INSERT INTO access_event (at, type) VALUES (now(), 'signed out')");
        assertThat(restored.query("SELECT string_agg(number || ' ' || type, ', ' ORDER BY number) FROM access_event"))
                .isEqualTo("1 joined, 2 signed in, 3 invited, 4 signed out");
    }

    @Test
    void a_backup_of_the_first_version_comes_back() throws Exception {
        Path file = folder.resolve("backup");
        try (InputStream first = BackupTest.class.getResourceAsStream("version-1.backup")) {
            Files.copy(first, file);
        }
        assertThat(restore(file).head().position()).isEqualTo(101);
        assertThat(restored.query("SELECT name FROM person")).isEqualTo("Anna");
        restored.scatter(999, 20, 100);
    }

    @Test
    void a_backup_of_the_second_version_comes_back_and_its_keys_have_their_answers() throws Exception {
        Path file = folder.resolve("backup");
        try (InputStream second = BackupTest.class.getResourceAsStream("version-2.backup")) {
            Files.copy(second, file);
        }
        assertThat(restore(file).head().position()).isEqualTo(9);
        UUID image = UUID.fromString("14c2617c-d81f-8c07-b7bb-f8abd44048ea");
        ImageRequest request = new ImageRequest(new UUID(0, 7), "key 1", image, 1, TestStore.label(1));
        assertThat(restored.submit(request)).isEqualTo(new Receipt(image, 3, 6, false));
    }

    @Test
    void a_backup_of_the_third_version_comes_back() throws Exception {
        Path file = folder.resolve("backup");
        try (InputStream third = BackupTest.class.getResourceAsStream("version-3.backup")) {
            Files.copy(third, file);
        }
        assertThat(restore(file).head().position()).isEqualTo(1);
        assertThat(restored.query("SELECT name FROM person")).isEqualTo("Anna");
        assertThat(restored.query("SELECT type FROM access_event")).isEqualTo("joined");
    }

    @Test
    void passkeys_and_recovery_codes_come_back() throws Exception {
        store.owner("INSERT INTO person (id, name, role) VALUES (gen_random_uuid(), 'Anna', 'annotator')");
        store.owner("INSERT INTO passkey SELECT gen_random_uuid(), id, 'credential', 'attestation', '', 'phone', now()"
                + " FROM person");
        store.owner("INSERT INTO recovery_code SELECT 'digest', id FROM person");
        backup(folder.resolve("backup"));
        restore(folder.resolve("backup"));
        assertThat(restored.query("SELECT label FROM passkey JOIN person ON person.id = person"))
                .isEqualTo("phone");
        assertThat(restored.query("SELECT count(*) FROM recovery_code")).isEqualTo("1");
    }

    @Test
    void a_damaged_file_is_refused_and_nothing_is_changed() throws Exception {
        store.scatter(1, 30, 200);
        Path file = folder.resolve("backup");
        backup(file);
        byte[] whole = Files.readAllBytes(file);
        byte[] flipped = whole.clone();
        flipped[whole.length / 2] ^= 1;
        refused(flipped, "the file is damaged or cut off");
        refused(java.util.Arrays.copyOf(whole, whole.length - 100), "the file is damaged or cut off");
        byte[] other = whole.clone();
        other[0] = 'X';
        refused(other, "which begins with NUDGEBAK");
        byte[] newer = whole.clone();
        newer[11] = 9;
        refused(newer, "expected a backup of version 1 to 4, got 9");
        refused(new byte[3], "got 3 bytes");
        assertThat(restored.query("SELECT position FROM log_head")).isEqualTo("0");
        Files.write(file, whole);
        restore(file);
    }

    @Test
    void a_log_that_was_tampered_with_before_the_backup_is_refused_and_so_is_a_database_in_use() throws Exception {
        store.scatter(1, 30, 200);
        store.owner("UPDATE event SET actor = gen_random_uuid() WHERE position = 20");
        Path file = folder.resolve("backup");
        backup(file);
        assertThatThrownBy(() -> restore(file))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the log in it is not sound at position 20");
        assertThat(restored.query("SELECT count(*) FROM event")).isEqualTo("0");
        restored.add(1);
        assertThatThrownBy(() -> restore(file)).hasMessageContaining("restore into a new database");
    }

    private void refused(byte[] content, String why) throws IOException {
        Path file = Files.write(folder.resolve("damaged"), content);
        assertThatThrownBy(() -> restore(file)).isInstanceOf(IOException.class).hasMessageContaining(why);
    }

    private Backup.Contents backup(Path file) throws Exception {
        try (Connection connection = store.database().getConnection()) {
            return Backup.write(connection, file);
        }
    }

    private Backup.Contents restore(Path file) throws Exception {
        try (Connection owner = restored.owner()) {
            return Backup.restore(owner, file);
        }
    }

    private static void caughtUp(TestStore store, Relay relay) {
        long head = Long.parseLong(store.query("SELECT position FROM log_head"));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> relay.state() == Relay.State.RELAYING && relay.position() >= head);
    }

    private static String rows(TestStore store, String table, String where) {
        return store.query("SELECT string_agg(t::text, E'\\n' ORDER BY t::text) FROM " + table + " t" + where);
    }
}
