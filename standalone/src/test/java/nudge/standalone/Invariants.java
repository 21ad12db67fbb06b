package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import nudge.events.CheckpointPublished;
import nudge.events.CommittedRecords;
import nudge.events.EventCodec;
import nudge.events.KafkaSettings;
import nudge.events.Topics;
import nudge.labeller.audit.Audit;
import nudge.labeller.image.Rebuild;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** What holds of a log and its Kafka once all faults are healed, and how often each was checked. */
record Invariants(int acknowledged, int unknown, int stored, Audit.AuditReport audit, int checkpoints, long folded) {
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

    /**
     * Checks all.
     *
     * @param sent all that was ever sent
     */
    static Invariants check(OpenLog log, List<Annotators.Sent> sent) throws Exception {
        try (Connection owner = log.owner()) {
            Audit.AuditReport audit = Audit.run(owner, log.kafka(), log.running());
            assertThat(audit.finding()).as("audit").isNull();
            owner.setAutoCommit(true);
            int stored = labels(owner, sent);
            Rebuild.Comparison rebuilt = Rebuild.run(owner);
            assertThat(rebuilt.different()).as("rows that a rebuild changes").isZero();
            int acknowledged =
                    (int) sent.stream().filter(label -> label.receipt() != null).count();
            return new Invariants(
                    acknowledged,
                    sent.size() - acknowledged,
                    stored,
                    audit,
                    checkpoints(log.kafka()),
                    rebuilt.events());
        }
    }

    /** Acknowledged labels are in the log once, the others at most once, and nothing else is. */
    private static int labels(Connection owner, List<Annotators.Sent> sent) throws SQLException {
        Map<UUID, Integer> given = new HashMap<>();
        query(
                owner,
                "SELECT stream, data ->> 'digit' FROM event WHERE type = 'label.given'",
                row -> assertThat(given.put(row.getObject(1, UUID.class), Integer.valueOf(row.getString(2))))
                        .as("another label of image %s", row.getObject(1))
                        .isNull());
        Map<String, Api.Receipt> answers = new HashMap<>();
        query(
                owner,
                "SELECT key, stream, version, position FROM event WHERE key IS NOT NULL",
                row -> assertThat(answers.put(
                                row.getString(1),
                                new Api.Receipt(row.getObject(2, UUID.class), row.getInt(3), row.getLong(4))))
                        .as("another answer to key %s", row.getString(1))
                        .isNull());
        Set<UUID> known = new HashSet<>();
        for (Annotators.Sent label : sent) {
            Api.Receipt stored = answers.get(label.key());
            Integer digit = given.get(label.image());
            assertThat(known.add(label.image()))
                    .as("image %s was handed out once", label.image())
                    .isTrue();
            assertThat(digit == null)
                    .as("%s: an event with, and only with, its key", label)
                    .isEqualTo(stored == null);
            if (label.receipt() != null) {
                assertThat(stored).as("the answer to %s", label).isEqualTo(label.receipt());
            }
            if (digit != null) {
                assertThat(digit).as("the label that is stored of %s", label).isEqualTo(label.digit());
            }
        }
        assertThat(known).as("images whose label somebody sent").containsAll(given.keySet());
        return given.size();
    }

    private interface Row {
        void take(ResultSet row) throws SQLException;
    }

    private static void query(Connection owner, String sql, Row each) throws SQLException {
        try (var statement = owner.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                each.take(row);
            }
        }
    }

    /**
     * Each names the one before as its parent, and its horizon in the log is not before that one's. Its offset may be: what
     * Kafka has lost is published again in other transactions.
     */
    private static int checkpoints(KafkaSettings kafka) {
        TopicPartition partition = Topics.CHECKPOINTS.partition();
        int count = 0;
        CheckpointPublished last = null;
        try (CommittedRecords records = CommittedRecords.open(kafka, LONGEST_SILENCE)) {
            long end = records.end(partition, CommittedRecords.End.LAST_STABLE_OFFSET);
            for (var record : records.read(partition, 0, end)) {
                CheckpointPublished next = EventCodec.decodeCheckpoint(record);
                if (next != null) {
                    follows(last, next);
                    last = next;
                    count++;
                }
            }
        }
        return count;
    }

    private static void follows(@Nullable CheckpointPublished last, CheckpointPublished next) {
        assertThat(next.parent()).as("parent of %s", next).isEqualTo(last == null ? null : last.id());
        if (last != null) {
            assertThat(next.position()).as("position of %s", next).isGreaterThanOrEqualTo(last.position());
            assertThat(next.step()).as("steps of %s", next).isGreaterThanOrEqualTo(last.step());
        }
    }

    @Override
    public String toString() {
        return String.format(
                        Locale.ROOT,
                        "%,d acknowledged labels in the log exactly once; %,d labels of unknown outcome at most once (%,d are in it);",
                        acknowledged,
                        unknown,
                        stored - acknowledged)
                + String.format(
                        Locale.ROOT,
                        " %,d positions gapless and chained, versions of %,d streams contiguous, %,d records of nudge.labels equal;",
                        audit.events(),
                        audit.streams(),
                        audit.records())
                + String.format(
                        Locale.ROOT,
                        " %,d checkpoints each behind its parent; projections of %,d events equal to the rebuilt ones",
                        checkpoints,
                        folded);
    }
}
