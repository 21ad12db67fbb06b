package nudge.trainer;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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
 * Which of several trainers of a model trains: the member of a consumer group that holds the one partition of
 * {@code nudge.labels}. When it leaves, or is not heard of for six seconds, another member gets the partition.
 *
 * <p>For liveness alone: of two that believe to lead, the transactional id lets one publish. Thread-safe.
 */
final class LeaderElection implements AutoCloseable {
    private static final String SILENCE_MILLIS = "6000";

    private final String instance;
    private final Runnable lost;
    private final KafkaConsumer<byte[], byte[]> member;
    private final Thread thread;
    private volatile boolean closed;
    private boolean ours;
    private @Nullable KafkaException failure;

    /**
     * Joins the group.
     *
     * @param instance this member's name, its own: a member that was killed and comes back by its name has its place at once
     * @param lost called from another thread when another member may lead from now on
     */
    LeaderElection(Map<String, Object> kafka, String model, String instance, Runnable lost) {
        Map<String, Object> configuration = new HashMap<>(kafka);
        configuration.put("group.id", "trainer-" + model + "-lead");
        configuration.put("group.instance.id", instance);
        configuration.put("session.timeout.ms", SILENCE_MILLIS);
        configuration.put("heartbeat.interval.ms", "1500");
        // A member that joins takes nothing from the one that leads.
        configuration.put("partition.assignment.strategy", CooperativeStickyAssignor.class.getName());
        configuration.put("enable.auto.commit", "false");
        configuration.put("auto.offset.reset", "latest");
        this.instance = instance;
        this.lost = lost;
        this.member = new KafkaConsumer<>(configuration, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.thread = new Thread(this::run, "trainer-lead");
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
            // Its records are the session's to read.
            member.pause(partitions);
            if (!partitions.isEmpty()) {
                won();
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            if (!partitions.isEmpty()) {
                passed();
            }
        }
    }

    private synchronized void won() {
        ours = true;
        notifyAll();
    }

    private void passed() {
        synchronized (this) {
            ours = false;
        }
        lost.run();
    }

    private void fail(KafkaException failed) {
        synchronized (this) {
            failure = failed;
            ours = false;
            notifyAll();
        }
        lost.run();
    }

    /**
     * Whether this member leads, as soon as it does.
     *
     * @throws HaltedException when another member has the same name
     * @throws KafkaException when it is no member any more
     */
    synchronized boolean await(Duration most) {
        long deadline = System.nanoTime() + most.toNanos();
        try {
            for (long left = most.toNanos();
                    !ours && failure == null && left > 0;
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
        return ours;
    }

    /** Leaves the group: another member leads. */
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
