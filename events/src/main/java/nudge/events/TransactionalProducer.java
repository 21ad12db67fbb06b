package nudge.events;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeProducersResult;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins producers of transactions. A broker that lost its power may have kept more of a topic than of its own log of
 * transactions. Then two things are wrong with a topic for whoever begins next, and both are mended here:
 *
 * <ul>
 *   <li>It knows the epoch that the coordinator gives to the producer, or a later one. It refuses all records as those of a
 *       producer that was fenced; or, with the same epoch, it takes new records for repeated ones, acknowledges them and drops
 *       them. Each new producer gets the next epoch: so many are begun that the last one's is new to the topic.
 *   <li>It holds a transaction open whose end was lost, and whoever reads what is committed waits there. It is aborted.
 * </ul>
 */
public final class TransactionalProducer {
    private static final Logger LOG = LoggerFactory.getLogger(TransactionalProducer.class);

    private TransactionalProducer() {}

    /**
     * Fences every predecessor with the same transactional id: what it has not committed by now never will be.
     *
     * @param partitions that the producer writes to. Where Kafka does not allow to describe the producers of one, it is passed
     *     over, and a lost end is noticed by what comes of it
     * @param make from the settings to a new producer
     * @return the caller's to close
     * @throws KafkaException when Kafka fails
     */
    public static <K, V> KafkaProducer<K, V> begin(
            KafkaSettings kafka,
            String transactionalId,
            List<TopicPartition> partitions,
            Function<Map<String, Object>, KafkaProducer<K, V>> make) {
        KafkaProducer<K, V> producer = fencing(make.apply(kafka.forProducer(transactionalId)));
        int missing = mend(kafka, transactionalId, partitions);
        if (missing > 0) {
            LOG.warn(
                    "Kafka has lost the latest {} epochs of the producer {}, which a topic knows: begins as many again; see"
                            + " docs/operations.md#a-lost-tail-of-kafka",
                    missing,
                    transactionalId);
        }
        for (int i = 0; i < missing; i++) {
            ProducerClose.within(Duration.ZERO, producer);
            producer = fencing(make.apply(kafka.forProducer(transactionalId)));
        }
        return producer;
    }

    private static <K, V> KafkaProducer<K, V> fencing(KafkaProducer<K, V> producer) {
        try {
            producer.initTransactions();
            return producer;
        } catch (RuntimeException failed) {
            ProducerClose.within(Duration.ZERO, producer);
            throw failed;
        }
    }

    /**
     * Aborts what no producer can end any more.
     *
     * @return how many more epochs the coordinator has to give until the topics do not know the latest
     */
    private static int mend(KafkaSettings kafka, String transactionalId, List<TopicPartition> partitions) {
        try (KafkaAdmin opened = KafkaAdmin.open(kafka)) {
            Admin admin = opened.client();
            TransactionDescription coordinator = admin.describeTransactions(List.of(transactionalId))
                    .description(transactionalId)
                    .get();
            DescribeProducersResult described = admin.describeProducers(partitions);
            int missing = 0;
            for (TopicPartition partition : partitions) {
                for (ProducerState known : producers(described, partition)) {
                    if (known.producerId() == coordinator.producerId()) {
                        missing = Math.max(missing, known.producerEpoch() + 1 - coordinator.producerEpoch());
                        abortOpen(admin, partition, known);
                    }
                }
            }
            return missing;
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof KafkaException reason ? reason : new KafkaException(failed.getCause());
        } catch (InterruptedException stop) {
            throw new InterruptException(stop);
        }
    }

    private static List<ProducerState> producers(DescribeProducersResult described, TopicPartition partition)
            throws InterruptedException, ExecutionException {
        try {
            return described.partitionResult(partition).get().activeProducers();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof AuthorizationException refused) {
                LOG.warn(
                        "expected to be allowed to read {}, to notice what Kafka has lost, got {}: see docs/kafka-access.md",
                        partition.topic(),
                        refused.getMessage());
                return List.of();
            }
            throw failed;
        }
    }

    /** Once its producer is fenced, the coordinator has ended all that it knows of. */
    private static void abortOpen(Admin admin, TopicPartition partition, ProducerState known)
            throws InterruptedException, ExecutionException {
        OptionalLong open = known.currentTransactionStartOffset();
        if (open.isEmpty()) {
            return;
        }
        LOG.warn(
                "{} holds a transaction of producer {} open from offset {} on, whose end Kafka has lost: it is aborted",
                partition,
                known.producerId(),
                open.getAsLong());
        AbortTransactionSpec transaction = new AbortTransactionSpec(
                partition,
                known.producerId(),
                (short) known.producerEpoch(),
                known.coordinatorEpoch().orElse(0));
        try {
            admin.abortTransaction(transaction).all().get();
        } catch (ExecutionException failed) {
            if (!(failed.getCause() instanceof AuthorizationException refused)) {
                throw failed;
            }
            LOG.warn(
                    "Kafka does not let this user end a transaction that hangs: {}; see"
                            + " docs/operations.md#a-transaction-hangs",
                    refused.getMessage());
        }
    }
}
