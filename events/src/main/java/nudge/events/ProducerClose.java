package nudge.events;

import java.time.Duration;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes producers. However short a time is given to it, Kafka's own close waits without limit for the thread that sends; and
 * that one waits for a connection by the machine's clock, which may have been put back by hours since.
 */
public final class ProducerClose {
    private static final Logger LOG = LoggerFactory.getLogger(ProducerClose.class);
    /** Within this a producer drops what it has, unless its thread hangs. */
    private static final Duration DROPS = Duration.ofSeconds(1);

    private ProducerClose() {}

    /**
     * Closes a producer. When its thread hangs, this returns all the same, and the rest of the producer ends by itself: the next
     * one with its transactional id fences it.
     *
     * @param most how long it may go on with what it has, such as to abort an open transaction
     */
    public static void within(Duration most, Producer<?, ?> producer) {
        Thread closing = new Thread(() -> close(producer, most), "kafka-producer-close");
        closing.setDaemon(true);
        closing.start();
        try {
            closing.join(most.plus(DROPS).toMillis());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(Producer<?, ?> producer, Duration most) {
        try {
            producer.close(most);
        } catch (KafkaException failed) {
            LOG.warn("a producer of Kafka did not close cleanly: {}", failed.toString());
        }
    }
}
