package nudge.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import nudge.embedded.EmbeddedKafka;
import nudge.events.CommittedRecords.End;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("server")
class CompactedPartitionTest {
    @TempDir
    Path home;

    @Test
    void what_compaction_took_away_is_not_waited_for() throws Exception {
        EmbeddedKafka.Options eager = EmbeddedKafka.Options.defaults().withProperty("log.cleaner.backoff.ms", "50");
        Map<String, String> compacted = Map.of(
                "cleanup.policy", "compact",
                "segment.ms", "50",
                "min.cleanable.dirty.ratio", "0.001",
                "delete.retention.ms", "0");
        try (EmbeddedKafka broker = EmbeddedKafka.start(home, eager)) {
            KafkaSettings kafka = TestBroker.settings(broker);
            try (TestTopic topic = new TestTopic(kafka, compacted);
                    CommittedRecords records = CommittedRecords.open(kafka, Duration.ofSeconds(30))) {
                await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                    topic.commit("a", "b", "a");
                    topic.abort("c");
                    long end = records.end(topic.partition, End.HIGH_WATERMARK);
                    List<Long> offsets = new ArrayList<>();
                    for (var record : records.read(topic.partition, 0, end)) {
                        offsets.add(record.offset());
                    }
                    assertThat(offsets).as("the first records are gone").doesNotContain(0L, 1L, 2L);
                    assertThat(records.last(
                                    topic.partition, end, record -> record.key().equals("b")))
                            .isPresent();
                });
            }
        }
    }
}
