package nudge.standalone;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A third of all kinds of faults, each once, in an order and at times that a seed decides. Three seeds in a row, of which the
 * first can be divided by three, share all kinds between them.
 */
record Schedule(long seed, List<Fault> faults) {
    /** So many seeds have every kind. */
    static final int PARTS = 3;

    /** Kinds that each schedule has instead of its third of all. */
    private static final String ASKED = System.getProperty("nudge.faults.kinds", "");

    private record Act(long at, Runnable what) {}

    static Schedule of(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Fault> faults = new ArrayList<>();
        long at = 0;
        for (Fault.Kind kind : kinds(seed)) {
            Fault fault = Fault.draw(kind, at, random);
            at = fault.at();
            faults.add(fault);
        }
        return new Schedule(seed, faults);
    }

    private static List<Fault.Kind> kinds(long seed) {
        if (!ASKED.isEmpty()) {
            return Stream.of(ASKED.split(",")).map(Fault.Kind::valueOf).toList();
        }
        List<Fault.Kind> all = new ArrayList<>(List.of(Fault.Kind.values()));
        Collections.shuffle(all, new Random(Math.floorDiv(seed, PARTS)));
        return IntStream.range(0, all.size())
                .filter(i -> i % PARTS == Math.floorMod(seed, PARTS))
                .mapToObj(all::get)
                .toList();
    }

    /** Returns when the last fault has ended. */
    void play(Fleet fleet) {
        List<Act> acts = new ArrayList<>();
        for (Fault fault : faults) {
            acts.add(new Act(fault.at(), () -> fault.begin(fleet)));
            acts.add(new Act(fault.at() + fault.lasts(), () -> fault.end(fleet)));
        }
        acts.sort(Comparator.comparingLong(Act::at));
        long began = System.nanoTime();
        for (Act act : acts) {
            long due = began + TimeUnit.MILLISECONDS.toNanos(act.at);
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            act.what.run();
        }
    }

    /** How many services it ends. */
    int kills() {
        return (int) faults.stream().filter(Fault::killsService).count();
    }

    @Override
    public String toString() {
        return faults.stream().map(Fault::toString).collect(Collectors.joining(", "));
    }
}
