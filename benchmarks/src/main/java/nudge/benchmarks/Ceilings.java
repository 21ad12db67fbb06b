package nudge.benchmarks;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * What one core can do at most, measured: a program that writes one line for each size in bytes that it is given,
 * {@code flops read update}: floating-point operations a second in fused multiply-adds, and bytes a second read, and read
 * and written back, in a buffer of that size.
 */
public final class Ceilings {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int REPEATS = 400;
    private static final long NANOS = 3_000_000;

    private Ceilings() {}

    public static void main(String[] sizes) {
        for (String size : sizes) {
            float[] buffer = new float[Integer.parseInt(size) / Float.BYTES / (8 * LANES) * 8 * LANES + 16];
            double flops = 0;
            double read = 0;
            double update = 0;
            for (int i = 0; i < REPEATS; i++) {
                flops = Math.max(flops, fastest(() -> multiplyAdd(10_000), 10_000L * 8 * LANES * 2));
                read = Math.max(read, fastest(() -> read(buffer), (buffer.length - 16L) * Float.BYTES));
                update = Math.max(update, fastest(() -> update(buffer), (buffer.length - 16L) * Float.BYTES * 2));
            }
            System.out.println(flops + " " + read + " " + update);
        }
    }

    private interface Loop {
        float run();
    }

    private static float sink;

    private static double fastest(Loop loop, long work) {
        long began = System.nanoTime();
        long end = began + NANOS / 3;
        long runs = 0;
        long now = began;
        while (now < end) {
            sink += loop.run();
            runs++;
            now = System.nanoTime();
        }
        return work * runs / ((now - began) / 1e9);
    }

    private static float multiplyAdd(int times) {
        FloatVector x = FloatVector.broadcast(SPECIES, 0.999f);
        FloatVector a0 = x;
        FloatVector a1 = x;
        FloatVector a2 = x;
        FloatVector a3 = x;
        FloatVector a4 = x;
        FloatVector a5 = x;
        FloatVector a6 = x;
        FloatVector a7 = x;
        for (int i = 0; i < times; i++) {
            a0 = a0.fma(x, x);
            a1 = a1.fma(x, x);
            a2 = a2.fma(x, x);
            a3 = a3.fma(x, x);
            a4 = a4.fma(x, x);
            a5 = a5.fma(x, x);
            a6 = a6.fma(x, x);
            a7 = a7.fma(x, x);
        }
        return a0.add(a1).add(a2.add(a3)).add(a4.add(a5).add(a6.add(a7))).lane(0);
    }

    private static float read(float[] buffer) {
        FloatVector a0 = FloatVector.zero(SPECIES);
        FloatVector a1 = a0;
        FloatVector a2 = a0;
        FloatVector a3 = a0;
        // From 12 on: behind an array's header of 16 bytes, a cache line begins there.
        for (int i = 12; i + 4 * LANES <= buffer.length; i += 4 * LANES) {
            a0 = a0.add(FloatVector.fromArray(SPECIES, buffer, i));
            a1 = a1.add(FloatVector.fromArray(SPECIES, buffer, i + LANES));
            a2 = a2.add(FloatVector.fromArray(SPECIES, buffer, i + 2 * LANES));
            a3 = a3.add(FloatVector.fromArray(SPECIES, buffer, i + 3 * LANES));
        }
        return a0.add(a1).add(a2.add(a3)).lane(0);
    }

    private static float update(float[] buffer) {
        FloatVector x = FloatVector.broadcast(SPECIES, 0.5f);
        for (int i = 12; i + 2 * LANES <= buffer.length; i += 2 * LANES) {
            FloatVector.fromArray(SPECIES, buffer, i).fma(x, x).intoArray(buffer, i);
            FloatVector.fromArray(SPECIES, buffer, i + LANES).fma(x, x).intoArray(buffer, i + LANES);
        }
        return buffer[12];
    }
}
