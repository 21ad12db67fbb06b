package nudge.network;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The kernels in vectors of 4, 8 or 16 floats. Loaded only when the vector module is there. */
final class VectorKernels extends Kernels {
    static int preferredBits() {
        return Math.min(512, FloatVector.SPECIES_PREFERRED.vectorBitSize());
    }

    /**
     * The species (width) of all kernels. They keep it in a constant, from which the compiler derives the instructions.
     */
    static VectorSpecies<Float> species() {
        return switch (System.getProperty("nudge.kernel", "")) {
            case "128" -> FloatVector.SPECIES_128;
            case "256" -> FloatVector.SPECIES_256;
            case "512" -> FloatVector.SPECIES_512;
            default ->
                switch (preferredBits()) {
                    case 512 -> FloatVector.SPECIES_512;
                    case 256 -> FloatVector.SPECIES_256;
                    default -> FloatVector.SPECIES_128;
                };
        };
    }

    private static final int LANES = species().length();
    /** 32 vector registers, as 512-bit machines have; otherwise 16. */
    private static final boolean MANY_REGISTERS = LANES == 16;

    @Override
    void sparseSums(Layer layer, SparsePixels half, int examples, int fromColumn, int toColumn, float[] sums) {
        int[] weightRow = half.weightRow;
        float[] value = half.value;
        int[] start = half.start;
        float[] weights = layer.weights;
        int pitch = layer.pitch;
        int vectors;
        for (int c = fromColumn; c < toColumn; c += vectors * LANES) {
            int w = layer.panel(c);
            int at = Layer.ORIGIN + c;
            vectors = twoInOnePanel(layer, c, toColumn) ? 2 : 1;
            if (vectors == 2) {
                SparseVectors.sums2(weightRow, value, start, examples, weights, w, sums, at, pitch);
            } else if (w == 0) {
                SparseVectors.sums1(weightRow, value, start, examples, weights, sums, at, pitch);
            } else {
                SparseVectors.sums1(weightRow, value, start, examples, weights, w, sums, at, pitch);
            }
        }
    }

    @Override
    void joinSums(Layer layer, float[] first, float[] second, int from, int to, float[] z) {
        for (int c = 0; c < layer.width; c += LANES) {
            SparseVectors.join(
                    first, second, Layer.ORIGIN + from * layer.pitch + c, layer.pitch, to - from, layer.biases, c, z);
        }
    }

    @Override
    void sparseUpdate(Layer moved, SparsePixels half, int examples, float[] nudges) {
        int[] weightRow = half.weightRow;
        float[] value = half.value;
        int[] start = half.start;
        float[] weights = moved.weights;
        int pitch = moved.pitch;
        int vectors;
        for (int c = 0; c < moved.width; c += vectors * LANES) {
            int w = moved.panel(c);
            int n = Layer.ORIGIN + c;
            vectors = twoInOnePanel(moved, c, moved.width) ? 2 : 1;
            if (vectors == 2) {
                SparseVectors.update2(weightRow, value, start, examples, weights, w, nudges, n, pitch);
            } else if (w == 0) {
                SparseVectors.update1(weightRow, value, start, examples, weights, nudges, n, pitch);
            } else {
                SparseVectors.update1(weightRow, value, start, examples, weights, w, nudges, n, pitch);
            }
        }
    }

    /** Whether there are two vectors from column c on, both in one panel. */
    private static boolean twoInOnePanel(Layer layer, int c, int toColumn) {
        return c + 2 * LANES <= toColumn && c % layer.panelWidth + 2 * LANES <= layer.panelWidth;
    }

    @Override
    void pixelMajorUpdate(Layer moved, PixelMajor index, int fromColumn, int toColumn, float[] nudges) {
        int stride = moved.panelWidth;
        int pixels = index.toPixel - index.fromPixel;
        int c = fromColumn;
        while (c < toColumn) {
            int w = moved.index(index.fromPixel, c);
            if (twoInOnePanel(moved, c, toColumn) && c + 4 * LANES <= toColumn) {
                int next = moved.index(index.fromPixel, c + 2 * LANES);
                PixelMajorVectors.update4(
                        index.first, pixels, index.nudgeRow, index.value, moved.weights, w, next, stride, nudges, c);
                c += 4 * LANES;
            } else if (twoInOnePanel(moved, c, toColumn)) {
                PixelMajorVectors.update2(
                        index.first, pixels, index.nudgeRow, index.value, moved.weights, w, stride, nudges, c);
                c += 2 * LANES;
            } else {
                PixelMajorVectors.update1(
                        index.first, pixels, index.nudgeRow, index.value, moved.weights, w, stride, nudges, c);
                c += LANES;
            }
        }
    }

    /** In tiles of rows. The last may overlap the one before, and then computes some rows a second time. */
    @Override
    void multiply(Rows a, int from, int to, int count, Rows w, float[] first, Rows z, int columns) {
        int c = 0;
        for (; to - from >= 4 && c + 2 * LANES <= columns; c += 2 * LANES) {
            for (int next = from; next < to; next += 4) {
                int b = Math.min(next, to - 4);
                MatrixProductVectors.rows4by2(
                        a.array,
                        a.start + b * a.stride,
                        a.stride,
                        count,
                        w.array,
                        w.start + c,
                        w.stride,
                        first,
                        c,
                        z.array,
                        z.start + b * z.stride + c,
                        z.stride);
            }
        }
        int tile = to - from >= 8 ? 8 : to - from >= 4 ? 4 : 1;
        for (; c < columns; c += LANES) {
            for (int next = from; next < to; next += tile) {
                rows(tile, a, Math.min(next, to - tile), count, w, first, z, c);
            }
        }
    }

    private static void rows(int tile, Rows a, int b, int count, Rows w, float[] first, Rows z, int c) {
        int a0 = a.start + b * a.stride;
        int w0 = w.start + c;
        int z0 = z.start + b * z.stride + c;
        switch (tile) {
            case 8 ->
                MatrixProductVectors.rows8(
                        a.array, a0, a.stride, count, w.array, w0, w.stride, first, c, z.array, z0, z.stride);
            case 4 ->
                MatrixProductVectors.rows4(
                        a.array, a0, a.stride, count, w.array, w0, w.stride, first, c, z.array, z0, z.stride);
            default -> MatrixProductVectors.row(a.array, a0, count, w.array, w0, w.stride, first, c, z.array, z0);
        }
    }

    @Override
    void update(Rows a, int examples, int fromRow, int toRow, Rows nudges, Rows w, int columns) {
        for (int i = fromRow; i < toRow; i += 8) {
            int w0 = w.start + i * w.stride;
            int c = 0;
            for (; MANY_REGISTERS && c + 2 * LANES <= columns; c += 2 * LANES) {
                WeightUpdateVectors.update8by2(
                        a.array,
                        a.start + i,
                        a.stride,
                        a.tile,
                        examples,
                        nudges.array,
                        nudges.start + c,
                        nudges.stride,
                        w.array,
                        w0 + c,
                        w.stride);
            }
            for (; c < columns; c += LANES) {
                WeightUpdateVectors.update8(
                        a.array,
                        a.start + i,
                        a.stride,
                        a.tile,
                        examples,
                        nudges.array,
                        nudges.start + c,
                        nudges.stride,
                        w.array,
                        w0 + c,
                        w.stride);
            }
        }
    }

    @Override
    void expand(int[] words, int from, int count, float[] images, int at) {
        DenseImageVectors.expand(words, from, count, images, at);
    }

    @Override
    void denseChain(float[] images, int at, int from, int to, Rows w, float[] chains, int sums, int columns) {
        int c = 0;
        for (; MANY_REGISTERS && c + 2 * LANES <= columns; c += 2 * LANES) {
            DenseImageVectors.chain2(images, at, from, to, w.array, w.start + c, w.stride, chains, sums + c);
        }
        for (; c < columns; c += LANES) {
            DenseImageVectors.chain1(images, at, from, to, w.array, w.start + c, w.stride, chains, sums + c);
        }
    }

    @Override
    void updateBiases(Layer moved, float[] deltas, int examples, float rate) {
        for (int c = 0; c < moved.width; c += LANES) {
            WeightUpdateVectors.updateBiases(deltas, Layer.ORIGIN + c, moved.pitch, examples, rate, moved.biases, c);
        }
    }

    @Override
    void unpack(int[] words, int from, int low, int high, SparsePixels target, int b) {
        SparseVectors.unpack(
                words, from, low, target.rowShift, target.chainRows, target.weightRow, target.value, target.start[b]);
    }

    @Override
    void errors(float[] a, Layer layer, float[] mask, int from, int to, float[] delta) {
        for (int c = 0; c < layer.width; c += LANES) {
            DeltaVectors.errors(a, Layer.ORIGIN + from * layer.pitch + c, layer.pitch, to - from, mask, c, delta);
        }
    }

    @Override
    void finishSigmoidDeltas(float[] delta, float[] a, float[] nudges, int from, int to, float rate) {
        DeltaVectors.finishSigmoidDeltas(delta, a, nudges, from, to, rate);
    }

    @Override
    void finishDeltas(float[] delta, float[] nudges, int from, int to, float rate) {
        DeltaVectors.finishDeltas(delta, nudges, from, to, rate);
    }

    @Override
    void exponentials(float[] z, int from, int to, float factor) {
        ExponentialVectors.exponentials(z, from, to, factor);
    }

    @Override
    void sigmoids(float[] z, int from, int to, float factor) {
        ExponentialVectors.sigmoids(z, from, to, factor);
    }

    @Override
    public String toString() {
        return LANES * Float.SIZE + "-bit vector kernels";
    }
}
