package nudge.trainer.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import nudge.events.KafkaSettings;
import nudge.events.Topics;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Decides which of several trainers of a model trains: the member of a consumer group that holds the one partition of
 * {@code nudge.labels}. When it leaves, or nothing is heard from it for six seconds, another member gets the partition.
 *
 * <p>This is for liveness alone: of two trainers that believe to lead, the transactional id lets one publish. Thread-safe.
 */
public final class LeaderElection implements AutoCloseable {
    private static final String SILENCE_MILLIS = "6000";

    private final String instance;
    private final Runnable onLost;
    private final KafkaConsumer<byte[], byte[]> member;
    private final Thread thread;
    private volatile boolean closed;
    private boolean leads;
    private @Nullable KafkaException failure;

    /**
     * Joins the group.
     *
     * @param instance this member's name, which no other has: one that was killed and comes back has its place at once
     * @param onLost called from another thread when another member may lead from now on
     */
    public LeaderElection(KafkaSettings kafka, String model, String instance, Runnable onLost) {
        Map<String, Object> configuration = kafka.forConsumer();
        configuration.put("group.id", "trainer-" + model + "-lead");
        configuration.put("group.instance.id", instance);
        configuration.put("session.timeout.ms", SILENCE_MILLIS);
        configuration.put("heartbeat.interval.ms", "1500");
        // A member that joins takes no partition from the one that leads.
        configuration.put("partition.assignment.strategy", CooperativeStickyAssignor.class.getName());
        configuration.put("auto.offset.reset", "latest");
        this.instance = instance;
        this.onLost = onLost;
        this.member = new KafkaConsumer<>(configuration, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.thread = new Thread(this::run, "trainer-leader-election");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            member.subscribe(List.of(Topics.LABELS.topic()), new Assignments());
            while (!closed) {
                member.poll(Duration.ofMillis(500));
            }
        } catch (WakeupException stop) {
            // Closed.
        } catch (KafkaException failed) {
            fail(failed);
        } finally {
            member.close(CloseOptions.timeout(Duration.ofSeconds(2))
                    .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        }
    }

    private final class Assignments implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            // It reads none of the records: the session does.
            member.pause(partitions);
            if (!partitions.isEmpty()) {
                elected();
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            if (!partitions.isEmpty()) {
                lost();
            }
        }
    }

    private synchronized void elected() {
        leads = true;
        notifyAll();
    }

    private void lost() {
        synchronized (this) {
            leads = false;
        }
        onLost.run();
    }

    private void fail(KafkaException failed) {
        synchronized (this) {
            failure = failed;
            leads = false;
            notifyAll();
        }
        onLost.run();
    }

    /**
     * Waits until this member leads.
     *
     * @param most how long to wait
     * @return whether it leads
     * @throws HaltedException when another member has the same name
     * @throws KafkaException when it is no longer a member
     */
    public synchronized boolean await(Duration most) {
        long deadline = System.nanoTime() + most.toNanos();
        try {
            for (long left = most.toNanos();
                    !leads && failure == null && left > 0;
                    left = deadline - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException stop) {
            throw new org.apache.kafka.common.errors.InterruptException(stop);
        }
        if (failure instanceof FencedInstanceIdException) {
            throw new HaltedException("expected NUDGE_TRAINER_INSTANCE " + instance
                    + " to be this trainer's alone, got another with the same name: give each its own");
        }
        if (failure != null) {
            throw failure;
        }
        return leads;
    }

    /** Leaves the group: another member may lead. */
    @Override
    public void close() {
        closed = true;
        member.wakeup();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(4));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
