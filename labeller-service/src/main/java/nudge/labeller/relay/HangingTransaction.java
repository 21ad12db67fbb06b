package nudge.labeller.relay;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import nudge.events.KafkaAdmin;
import nudge.events.KafkaSettings;
import nudge.events.Topics;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeProducersResult.PartitionProducerState;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A transaction whose records a broker has kept, and whose end it has lost with its power: no producer can end it any more, and
 * whoever reads what is committed waits at it for ever.
 */
final class HangingTransaction {
    private static final Logger LOG = LoggerFactory.getLogger(HangingTransaction.class);

    private HangingTransaction() {}

    /**
     * Ends what is left open of a transactional id. To be called once it is fenced: then Kafka's coordinator knows of no
     * transaction of its own that is open.
     */
    static void end(KafkaSettings kafka, String transactionalId) {
        List<TopicPartition> partitions = List.of(Topics.LABELS.partition(), Topics.RELAY_POSITION.partition());
        try (KafkaAdmin opened = KafkaAdmin.open(kafka)) {
            Admin admin = opened.client();
            long producer = admin.describeTransactions(List.of(transactionalId))
                    .description(transactionalId)
                    .get()
                    .producerId();
            Map<TopicPartition, PartitionProducerState> states =
                    admin.describeProducers(partitions).all().get();
            for (var state : states.entrySet()) {
                for (ProducerState each : state.getValue().activeProducers()) {
                    if (each.producerId() == producer
                            && each.currentTransactionStartOffset().isPresent()) {
                        abort(admin, state.getKey(), each);
                    }
                }
            }
        } catch (ExecutionException refused) {
            LOG.warn(
                    "Kafka does not let the relay end a transaction that hangs: {}; see"
                            + " docs/operations.md#a-transaction-hangs",
                    String.valueOf(refused.getCause()));
        } catch (InterruptedException stop) {
            throw new InterruptException(stop);
        }
    }

    private static void abort(Admin admin, TopicPartition partition, ProducerState open)
            throws InterruptedException, ExecutionException {
        LOG.warn(
                "{} has an open transaction of this relay from offset {} on, whose end Kafka has lost: it is aborted",
                partition,
                open.currentTransactionStartOffset().getAsLong());
        admin.abortTransaction(new AbortTransactionSpec(
                        partition,
                        open.producerId(),
                        (short) open.producerEpoch(),
                        open.coordinatorEpoch().orElse(0)))
                .all()
                .get();
    }
}
