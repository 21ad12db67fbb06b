package nudge.events;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the committed records of a partition up to an end that is fixed beforehand, with a deadline on progress.
 *
 * <p>Kafka never delivers the markers that end transactions, nor the records of aborted ones. So a reader must not wait for
 * "the last record", but until its position has come to the end; this one does.
 *
 * <pre>{@code
 * try (CommittedRecords records = CommittedRecords.open(kafka, Duration.ofSeconds(10))) {
 *     for (var record : records.read(partition, 0, records.end(partition, End.HIGH_WATERMARK))) {
 *         fold(record);
 *     }
 * }
 * }</pre>
 *
 * <p>All methods and iterators throw {@link KafkaException} when Kafka fails. Owned by one thread.
 */
public final class CommittedRecords implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int FIRST_LOOK_BACK = 16;
    private static final int LOOK_BACK_GROWTH = 8;

    private static final int FETCH_BYTES = 4 << 20;
    private static final int POLLED_RECORDS = 500;
    private static final int SINGLE_FETCH_BYTES = 16 << 10;

    private final KafkaSettings kafka;
    private final Duration patience;
    private final int fetchBytes;
    private final KafkaConsumer<String, byte[]> consumer;
    private @Nullable KafkaConsumer<String, byte[]> uncommitted;
    private @Nullable Reading current;

    /** Which end of a partition. */
    public enum End {
        /**
         * Behind all that is written, records of open transactions included. Reading up to it waits until each of them has
         * ended: what a fenced producer left behind cannot appear afterwards.
         */
        HIGH_WATERMARK,
        /** Before the first record of an open transaction: reading up to it waits for nobody. */
        LAST_STABLE_OFFSET
    }

    private CommittedRecords(KafkaSettings kafka, Duration patience, int fetchBytes, int polledRecords) {
        this.kafka = kafka;
        this.patience = patience;
        this.fetchBytes = fetchBytes;
        Map<String, Object> configuration = kafka.forConsumer();
        configuration.put("max.poll.records", String.valueOf(polledRecords));
        this.consumer = consumer(configuration);
    }

    /**
     * Opens a reader.
     *
     * @param patience how long a read waits when nothing more comes, before it fails
     */
    public static CommittedRecords open(KafkaSettings kafka, Duration patience) {
        return new CommittedRecords(kafka, patience, FETCH_BYTES, POLLED_RECORDS);
    }

    /** As {@link #open}, for a caller that reads a record here and a record there: it fetches little, and polls them singly. */
    public static CommittedRecords openForSingleRecords(KafkaSettings kafka, Duration patience) {
        return new CommittedRecords(kafka, patience, SINGLE_FETCH_BYTES, 1);
    }

    private KafkaConsumer<String, byte[]> consumer(Map<String, Object> configuration) {
        // It reads what is there: a fetch that waits for more would hold up the next one.
        configuration.put("fetch.max.wait.ms", "5");
        configuration.put("max.partition.fetch.bytes", String.valueOf(fetchBytes));
        return new KafkaConsumer<>(configuration, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /** The offset at which the partition begins now: records before it are deleted. */
    public long beginning(TopicPartition partition) {
        return committed(partition).beginningOffsets(List.of(partition)).get(partition);
    }

    /** The offset at which the partition ends now. */
    public long end(TopicPartition partition, End end) {
        KafkaConsumer<String, byte[]> asked = end == End.HIGH_WATERMARK ? uncommitted(partition) : committed(partition);
        return asked.endOffsets(List.of(partition)).get(partition);
    }

    /**
     * The offset of the first record that has this time or a later one; empty when there is none. Markers count as well, and
     * so do records of open transactions.
     */
    public OptionalLong offsetAt(TopicPartition partition, Instant time) {
        var found = uncommitted(partition)
                .offsetsForTimes(Map.of(partition, time.toEpochMilli()))
                .get(partition);
        return found == null ? OptionalLong.empty() : OptionalLong.of(found.offset());
    }

    /** A consumer warns of an answer about a partition that is not its own: it is assigned before it asks. */
    private KafkaConsumer<String, byte[]> uncommitted(TopicPartition partition) {
        if (uncommitted == null) {
            Map<String, Object> configuration = kafka.forConsumer();
            configuration.put("isolation.level", "read_uncommitted");
            uncommitted = consumer(configuration);
        }
        uncommitted.assign(List.of(partition));
        return uncommitted;
    }

    /** Takes the consumer away from the reading that had it. */
    private KafkaConsumer<String, byte[]> committed(TopicPartition partition) {
        current = null;
        consumer.assign(List.of(partition));
        return consumer;
    }

    /**
     * The committed records at the offsets [from, end), in order; with 0 from the first that is kept. They are fetched as
     * they are asked for: a loop may end early, and readings may take turns.
     *
     * <p>The iterators throw {@link TimeoutException} when nothing more comes for longer than the patience: Kafka does not
     * answer, or a transaction before the end stays open.
     */
    public Iterable<ConsumerRecord<String, byte[]>> read(TopicPartition partition, long from, long end) {
        return () -> new Reading(partition, from, end);
    }

    /**
     * The last committed record before an offset that is wanted. Looks back in growing steps, because nobody knows how many
     * records of aborted transactions and markers stand at the end.
     *
     * @throws TimeoutException as {@link #read}
     */
    public Optional<ConsumerRecord<String, byte[]>> last(
            TopicPartition partition, long end, Predicate<ConsumerRecord<String, byte[]>> wanted) {
        long beginning = beginning(partition);
        long to = end;
        for (long span = FIRST_LOOK_BACK; to > beginning; span *= LOOK_BACK_GROWTH) {
            long from = Math.max(beginning, end - span);
            ConsumerRecord<String, byte[]> last = null;
            for (var record : read(partition, from, to)) {
                last = wanted.test(record) ? record : last;
            }
            if (last != null) {
                return Optional.of(last);
            }
            to = from;
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        consumer.close();
        if (uncommitted != null) {
            uncommitted.close();
        }
    }

    private final class Reading implements Iterator<ConsumerRecord<String, byte[]>> {
        private final TopicPartition partition;
        private final long end;
        private Iterator<ConsumerRecord<String, byte[]>> polled = Collections.emptyIterator();
        /** The offset behind what was polled last. */
        private long position;

        Reading(TopicPartition partition, long from, long end) {
            this.partition = partition;
            this.position = from;
            this.end = end;
        }

        @Override
        public boolean hasNext() {
            if (!polled.hasNext() && position < end) {
                poll();
            }
            return polled.hasNext();
        }

        @Override
        public ConsumerRecord<String, byte[]> next() {
            if (!hasNext()) {
                throw new NoSuchElementException("expected a record of " + partition + " before its end " + end);
            }
            return polled.next();
        }

        /** Polls until a record has come, or the end is reached. */
        private void poll() {
            if (current != this) {
                committed(partition).seek(partition, position);
                current = this;
            }
            long progress = System.nanoTime();
            while (!polled.hasNext() && position < end) {
                polled = beforeEnd(consumer.poll(POLL).records(partition));
                long reached = consumer.position(partition);
                if (reached > position) {
                    progress = System.nanoTime();
                } else if (reached < position) {
                    throw new KafkaException("expected " + partition + " to keep its records up to offset " + end
                            + ", got back to offset " + reached + " from " + position
                            + ": Kafka has lost records meanwhile; read it again");
                } else if (System.nanoTime() - progress > patience.toNanos()) {
                    throw noProgress();
                }
                position = reached;
            }
        }

        private Iterator<ConsumerRecord<String, byte[]>> beforeEnd(List<ConsumerRecord<String, byte[]>> records) {
            return records.isEmpty() || records.get(records.size() - 1).offset() < end
                    ? records.iterator()
                    : records.stream()
                            .takeWhile(record -> record.offset() < end)
                            .iterator();
        }

        private TimeoutException noProgress() {
            return new TimeoutException("expected to read " + partition + " up to offset " + end
                    + ", got nothing behind offset " + position + " for " + patience.toMillis() / 1000.0
                    + " s: Kafka does not answer, or a transaction hangs; find it with kafka-transactions.sh"
                    + " --bootstrap-server " + kafka.bootstrapServers() + " find-hanging --topic " + partition.topic()
                    + ", and end it with abort");
        }
    }
}
