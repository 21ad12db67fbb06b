package nudge.trainer;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Polls a consumer of one partition. While much is there to be read, another thread polls the next records as the ones
 * before are worked on; the consumer is never used by two threads at a time. Owned by one thread, but for {@link #wakeup()}.
 */
final class ReadAhead implements AutoCloseable {
    /** After a poll of so many records there are more. */
    private static final int MUCH = 500;

    private static final Duration POLLING = Duration.ofMillis(100);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final TopicPartition partition;
    private final ExecutorService other = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "trainer-read-ahead");
        thread.setDaemon(true);
        return thread;
    });
    private @Nullable Future<ConsumerRecords<byte[], byte[]>> ahead;
    private long lag;

    /** @param consumer is assigned the partition; closed with this */
    ReadAhead(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition) {
        this.consumer = consumer;
        this.partition = partition;
    }

    /**
     * The next records; none when none came in time.
     *
     * @throws org.apache.kafka.common.KafkaException as {@link KafkaConsumer#poll}
     */
    ConsumerRecords<byte[], byte[]> next(Duration timeout) {
        ConsumerRecords<byte[], byte[]> records = ahead == null ? consumer.poll(timeout) : polledAhead(ahead, timeout);
        if (records == null) {
            return ConsumerRecords.empty();
        }
        lag = consumer.currentLag(partition).orElse(0);
        ahead = records.count() < MUCH ? null : other.submit(() -> consumer.poll(POLLING));
        return records;
    }

    /** Null when it is not done in time. */
    private @Nullable ConsumerRecords<byte[], byte[]> polledAhead(
            Future<ConsumerRecords<byte[], byte[]>> polled, Duration timeout) {
        try {
            return polled.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException notYet) {
            return null;
        } catch (InterruptedException stop) {
            throw new InterruptException(stop);
        } catch (ExecutionException failed) {
            ahead = null;
            throw failed.getCause() instanceof RuntimeException known ? known : new IllegalStateException(failed);
        }
    }

    /** Whether the other thread has the consumer. */
    boolean isPolling() {
        return ahead != null;
    }

    /** About how many offsets were behind the last records, as far as their fetch told. */
    long lag() {
        return lag;
    }

    /** Behind the last committed record; not while the other thread polls. */
    long end() {
        return consumer.endOffsets(List.of(partition)).get(partition);
    }

    /** Whether Kafka answers in time; not while the other thread polls. */
    boolean answers(Duration most) {
        try {
            return !consumer.endOffsets(List.of(partition), most).isEmpty();
        } catch (org.apache.kafka.common.errors.TimeoutException silent) {
            return false;
        }
    }

    /** Makes {@link #next} throw, now or the next time. */
    void wakeup() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.wakeup();
        other.shutdownNow();
        boolean interrupted = false;
        for (boolean ended = false; !ended; ) {
            try {
                ended = other.awaitTermination(1, TimeUnit.SECONDS);
            } catch (InterruptedException stop) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        consumer.close();
    }
}
