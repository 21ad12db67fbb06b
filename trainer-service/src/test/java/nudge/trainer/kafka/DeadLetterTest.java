package nudge.trainer.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import nudge.events.Topics;
import nudge.network.WeightFile;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeadLetterTest {
    private static ConsumerRecord<byte[], byte[]> record(long at, byte @Nullable [] key, byte @Nullable [] value) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("own", new byte[] {7});
        return new ConsumerRecord<>(
                Topics.LABELS.topic(),
                0,
                21,
                at,
                TimestampType.CREATE_TIME,
                0,
                0,
                key,
                value,
                headers,
                Optional.empty());
    }

    private static @Nullable String header(ProducerRecord<byte[], byte[]> letter, String name) {
        var header = letter.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    @Test
    void a_record_is_kept_as_it_came_with_headers_that_say_where_it_lay_and_why_it_is_here() {
        ProducerRecord<byte[], byte[]> letter =
                new DeadLetter(record(1234, new byte[] {1}, new byte[] {2, 3}), "no label").encoded("digits");
        assertThat(letter.topic()).isEqualTo(Topics.DEAD_LETTERS.topic());
        assertThat(letter.timestamp()).isEqualTo(1234);
        assertThat(letter.key()).containsExactly(1);
        assertThat(letter.value()).containsExactly(2, 3);
        assertThat(letter.headers().lastHeader("own").value()).containsExactly(7);
        assertThat(header(letter, "nudge-topic")).isEqualTo(Topics.LABELS.topic());
        assertThat(header(letter, "nudge-partition")).isEqualTo("0");
        assertThat(header(letter, "nudge-offset")).isEqualTo("21");
        assertThat(header(letter, "nudge-fault")).isEqualTo("no label");
        assertThat(header(letter, "nudge-model")).isEqualTo("digits");
        assertThat(header(letter, "nudge-bytes")).isNull();
    }

    @Test
    void a_record_without_key_value_and_timestamp_is_kept_as_well() {
        ProducerRecord<byte[], byte[]> letter =
                new DeadLetter(record(ConsumerRecord.NO_TIMESTAMP, null, null), "empty").encoded("digits");
        assertThat(letter.timestamp()).isNull();
        assertThat(letter.key()).isNull();
        assertThat(letter.value()).isNull();
        assertThat(header(letter, "nudge-fault")).isEqualTo("empty");
    }

    @Test
    void of_a_large_record_the_beginning_is_kept_and_its_size_and_digest() {
        byte[] value = new byte[DeadLetter.MOST_BYTES];
        Arrays.fill(value, (byte) 5);
        ProducerRecord<byte[], byte[]> letter =
                new DeadLetter(record(1, new byte[1], value), "x".repeat(5000)).encoded("digits");
        assertThat(letter.value()).hasSize(DeadLetter.PART_BYTES).containsOnly(5);
        assertThat(letter.key()).hasSize(1);
        assertThat(letter.headers().lastHeader("own")).isNull();
        assertThat(header(letter, "nudge-fault")).hasSize(1000);
        assertThat(header(letter, "nudge-bytes")).isEqualTo(String.valueOf(DeadLetter.MOST_BYTES));
        assertThat(header(letter, "nudge-sha256")).isEqualTo(WeightFile.sha256(value));
    }

    @Test
    void a_record_is_kept_whole_up_to_900_000_bytes_headers_included() {
        int own = "own".length() + 1;
        byte[] value = new byte[DeadLetter.MOST_BYTES - own - 1];
        assertThat(new DeadLetter(record(1, new byte[1], value), "x")
                        .encoded("digits")
                        .value())
                .hasSize(value.length);
        assertThat(new DeadLetter(record(1, new byte[2], value), "x")
                        .encoded("digits")
                        .value())
                .hasSize(DeadLetter.PART_BYTES);
    }
}
