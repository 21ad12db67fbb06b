package nudge.labeller.simulation;

import java.util.Random;
import java.util.UUID;
import nudge.labeller.relay.Relay;
import nudge.labeller.relay.RelayOutcome;
import nudge.labeller.relay.RelayOutcome.Committed;
import nudge.labeller.relay.RelayOutcome.Failed;
import nudge.labeller.relay.RelayOutcome.Fenced;
import nudge.labeller.relay.RelayOutcome.Rested;
import nudge.labeller.relay.RelayProtocol;
import nudge.labeller.relay.RelayStep;
import nudge.labeller.relay.RelayStep.Compare;
import nudge.labeller.relay.RelayStep.Count;
import nudge.labeller.relay.RelayStep.Elect;
import nudge.labeller.relay.RelayStep.Fence;
import nudge.labeller.relay.RelayStep.Halt;
import nudge.labeller.relay.RelayStep.Look;
import nudge.labeller.relay.RelayStep.Publish;
import nudge.labeller.relay.RelayStep.Read;
import nudge.labeller.relay.RelayStep.Rest;

/**
 * The real protocol, driven a little at a time: between any two sends it can be killed or paused, and any answer can be
 * lost, of a request that happened, that did not, or that will.
 */
final class SimulatedRelay {
    private final World world;
    private final Random random;
    private UUID holder;
    private RelayProtocol protocol = RelayProtocol.start();
    private int epoch;
    private int sent;
    private long wakes;
    private long clock;

    /** What a relay reaches. */
    interface World {
        SimulatedLog log();

        SimulatedKafka kafka();

        long now();

        /** Whether something goes wrong now. */
        boolean fault(double likelihood);
    }

    SimulatedRelay(World world, Random random) {
        this.world = world;
        this.random = random;
        this.holder = new UUID(random.nextLong(), random.nextLong());
        this.clock = random.nextInt(1_000_000);
    }

    /** A new process, whose clock began elsewhere. */
    void kill() {
        holder = new UUID(random.nextLong(), random.nextLong());
        protocol = RelayProtocol.start();
        clock = random.nextInt(1_000_000);
        sent = 0;
        wakes = world.now() + random.nextInt(500);
    }

    void pause(long millis) {
        wakes = world.now() + millis;
    }

    Relay.State state() {
        return protocol.state();
    }

    RelayStep step() {
        return protocol.step();
    }

    void run() {
        if (world.now() < wakes || protocol.step() instanceof Halt) {
            return;
        }
        RelayOutcome outcome = outcome(protocol.step());
        if (outcome != null) {
            protocol = protocol.after(outcome, now());
            sent = 0;
            if (protocol.step() instanceof Rest rest) {
                wakes = world.now() + rest.most().toMillis();
            }
        }
    }

    private long now() {
        return clock + world.now();
    }

    private RelayOutcome outcome(RelayStep step) {
        try {
            if (world.fault(0.02)) {
                return new Failed("not even asked");
            }
            RelayOutcome outcome = carryOut(step);
            return outcome != null && world.fault(0.02) ? new Failed("happened, but the answer is lost") : outcome;
        } catch (SimulatedKafka.FencedException fenced) {
            return new Failed("fenced");
        }
    }

    /** @return null when the step is not at its end */
    private RelayOutcome carryOut(RelayStep step) {
        if (step instanceof Elect) {
            return world.log().elect(holder, world.now(), now());
        }
        if (step instanceof Fence) {
            epoch = world.kafka().fence();
            return new Fenced();
        }
        if (step instanceof Look) {
            return world.kafka().look(world.log().store);
        }
        if (step instanceof Compare compare) {
            return world.log().compare(compare);
        }
        if (step instanceof Count count) {
            return world.log().count(count);
        }
        if (step instanceof Read read) {
            return world.log().read(read.after(), read.limit());
        }
        if (step instanceof Publish publish) {
            return publish(publish);
        }
        if (step instanceof Rest) {
            return new Rested();
        }
        throw new IllegalStateException("expected a step that can be carried out, got " + step);
    }

    private RelayOutcome publish(Publish publish) {
        if (sent < publish.records().size()) {
            int some = 1 + random.nextInt(publish.records().size() - sent);
            for (int i = 0; i < some; i++) {
                world.kafka().send(epoch, publish.records().get(sent++));
            }
            return null;
        }
        if (world.fault(0.03)) {
            world.kafka().commitLater(epoch, publish);
            return new Failed("the commit is on its way");
        }
        world.kafka().commit(epoch, publish);
        return new Committed();
    }
}
