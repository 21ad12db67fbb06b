package nudge.trainer.kafka;

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
 * Polls a consumer of one partition. While there is much to read, a second thread polls the next records as the caller works
 * on the last ones; the consumer is never used by two threads at a time. Owned by one thread, but for {@link #wakeup()}.
 */
final class ReadAhead implements AutoCloseable {
    /** A poll that gives so many records is followed by another at once. */
    private static final int MUCH = 500;

    private static final Duration POLLING = Duration.ofMillis(100);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final TopicPartition partition;
    private final ExecutorService secondThread = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "trainer-read-ahead");
        thread.setDaemon(true);
        return thread;
    });
    /** What the second thread polls. */
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
        ahead = records.count() < MUCH ? null : secondThread.submit(() -> consumer.poll(POLLING));
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

    /** Whether the second thread has the consumer. */
    boolean isPolling() {
        return ahead != null;
    }

    /** About how many offsets were behind the last records, as far as their fetch told. */
    long lag() {
        return lag;
    }

    /** The offset behind the last committed record; not while the second thread polls. */
    long end() {
        return consumer.endOffsets(List.of(partition)).get(partition);
    }

    /** Whether all is read that is committed; not while the second thread polls. */
    boolean isAtEnd() {
        return consumer.position(partition) >= end();
    }

    /** Whether Kafka answers in time; not while the second thread polls. */
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
        secondThread.shutdownNow();
        boolean interrupted = false;
        for (boolean ended = false; !ended; ) {
            try {
                ended = secondThread.awaitTermination(1, TimeUnit.SECONDS);
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
