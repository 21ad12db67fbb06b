package nudge.network;

import java.util.Arrays;

/** The kernels in plain Java: what the vector kernels must equal, and what runs without the vector module. */
final class ScalarKernels extends Kernels {
    /**
     * The first layer's sums over the non-zero pixels in one half of each image, for columns [fromColumn, toColumn) of
     * all examples. Each sum has four chains, entry k in chain k modulo 4: sum = (c0 + c1) + (c2 + c3).
     *
     * @param sums rows as in {@link Workspace}
     */
    @Override
    void sparseSums(Layer layer, SparsePixels half, int examples, int fromColumn, int toColumn, float[] sums) {
        for (int b = 0; b < examples; b++) {
            for (int c = fromColumn; c < toColumn; c++) {
                int panel = layer.panel(c);
                float c0 = 0f;
                float c1 = 0f;
                float c2 = 0f;
                float c3 = 0f;
                for (int k = half.start[b]; k < half.start[b + 1]; k += 4) {
                    c0 = Math.fma(half.value[k], layer.weights[panel + half.weightRow[k]], c0);
                    c1 = Math.fma(half.value[k + 1], layer.weights[panel + half.weightRow[k + 1]], c1);
                    c2 = Math.fma(half.value[k + 2], layer.weights[panel + half.weightRow[k + 2]], c2);
                    c3 = Math.fma(half.value[k + 3], layer.weights[panel + half.weightRow[k + 3]], c3);
                }
                sums[Layer.ORIGIN + b * layer.pitch + c] = (c0 + c1) + (c2 + c3);
            }
        }
    }

    /** The first layer's weighted inputs from the sums of both halves, for examples [from, to). */
    @Override
    void joinSums(Layer layer, float[] first, float[] second, int from, int to, float[] z) {
        for (int b = from; b < to; b++) {
            int row = Layer.ORIGIN + b * layer.pitch;
            for (int c = 0; c < layer.width; c++) {
                z[row + c] = Math.fma(first[row + c] + second[row + c], Reference.PIXEL_SCALE, layer.biases[c]);
            }
        }
    }

    /**
     * Moves the first layer's weights of one half of the pixels by every example's nudge in turn, one non-zero pixel
     * after the other: for narrow layers, whose weights stay in the nearest cache.
     *
     * @param moved weights or velocities
     * @param nudges deltas times the rate, rows as in {@link Workspace}
     */
    @Override
    void sparseUpdate(Layer moved, SparsePixels half, int examples, float[] nudges) {
        for (int b = 0; b < examples; b++) {
            int row = Layer.ORIGIN + b * moved.pitch;
            for (int k = half.start[b]; k < half.start[b + 1]; k++) {
                for (int c = 0; c < moved.width; c += Layer.BLOCK) {
                    nudge(
                            half.value[k],
                            nudges,
                            row + c,
                            moved.weights,
                            moved.panel(c) + half.weightRow[k],
                            Layer.BLOCK);
                }
            }
        }
    }

    /**
     * The same as {@link #sparseUpdate} for columns [fromColumn, toColumn), all examples of a pixel in turn: for wide
     * layers.
     */
    @Override
    void pixelMajorUpdate(Layer moved, PixelMajor index, int fromColumn, int toColumn, float[] nudges) {
        for (int c = fromColumn; c < toColumn; c += Layer.BLOCK) {
            for (int p = index.fromPixel; p < index.toPixel; p++) {
                int w = moved.index(p, c);
                int to = index.first[p - index.fromPixel + 1];
                for (int k = index.first[p - index.fromPixel]; k < to; k++) {
                    nudge(index.value[k], nudges, index.nudgeRow[k] + c, moved.weights, w, Layer.BLOCK);
                }
            }
        }
    }

    /** w[j] += x * nudge[j], fused. */
    private static void nudge(float x, float[] nudges, int n, float[] weights, int w, int count) {
        for (int j = 0; j < count; j++) {
            weights[w + j] = Math.fma(x, nudges[n + j], weights[w + j]);
        }
    }

    /**
     * z[b][c] = first[c] + sum over k below {@code count} of a[b][k] w[k][c], k ascending, one accumulator per element
     * that begins with first; for rows [from, to) of a and z.
     */
    @Override
    void multiply(Rows a, int from, int to, int count, Rows w, float[] first, Rows z, int columns) {
        for (int b = from; b < to; b++) {
            int row = z.start + b * z.stride;
            System.arraycopy(first, 0, z.array, row, columns);
            for (int k = 0; k < count; k++) {
                float x = a.array[a.start + b * a.stride + k];
                nudge(x, w.array, w.start + k * w.stride, z.array, row, columns);
            }
        }
    }

    /**
     * w[i][c] += sum over examples b of a[b][i] nudges[b][c], b ascending, one accumulator per element that begins with
     * w; for rows [fromRow, toRow) of w, both multiples of 8. The rows of a may lie in tiles; all other rows, here and
     * in {@link #multiply}, lie at equal distances.
     */
    @Override
    void update(Rows a, int examples, int fromRow, int toRow, Rows nudges, Rows w, int columns) {
        for (int i = fromRow; i < toRow; i++) {
            int row = w.start + i * w.stride;
            for (int b = 0; b < examples; b++) {
                float x = a.array[a.start + b / 8 * a.tile + b % 8 * a.stride + i];
                nudge(x, nudges.array, nudges.start + b * nudges.stride, w.array, row, columns);
            }
        }
    }

    /**
     * Unpacks an image of four pixels per word, the first in the lowest byte, into {@link DenseImages}.
     *
     * @param count words, a multiple of 16
     * @param at where the image begins in {@code images}
     */
    @Override
    void expand(int[] words, int from, int count, float[] images, int at) {
        for (int i = 0; i < count; i++) {
            for (int chain = 0; chain < 4; chain++) {
                DenseImages.set(images, at, 4 * i + chain, words[from + i] >>> 8 * chain & 0xff);
            }
        }
    }

    /**
     * One chain of the first layer's sums for eight examples: for example r, chains[sums + r * {@link Workspace#CHAINS}
     * + c] = sum over k in [from, to) of pixel[r][4k + chain] w[k][c], k ascending.
     *
     * @param at where the chain of the first example begins in {@code images}
     */
    @Override
    void denseChain(float[] images, int at, int from, int to, Rows w, float[] chains, int sums, int columns) {
        for (int r = 0; r < DenseImages.TILE; r++) {
            int row = sums + r * Workspace.CHAINS;
            Arrays.fill(chains, row, row + columns, 0f);
            for (int k = from; k < to; k++) {
                float x = images[
                        at + k / DenseImages.RUN * DenseImages.BLOCK + r * DenseImages.RUN + k % DenseImages.RUN];
                nudge(x, w.array, w.start + k * w.stride, chains, row, columns);
            }
        }
    }

    /** biases += rate * delta of each example in turn. */
    @Override
    void updateBiases(Layer moved, float[] deltas, int examples, float rate) {
        for (int b = 0; b < examples; b++) {
            nudge(rate, deltas, Layer.ORIGIN + b * moved.pitch, moved.biases, 0, moved.width);
        }
    }

    /**
     * Unpacks example b's entries from words, two per word as {@link SparseExamples} packs them: {@code low} entries
     * from the words' lower halves, then {@code high} from the upper ones. Up to {@link #MIN_UNPACKED} more words may
     * be read, and as many elements behind the last entry be overwritten.
     */
    @Override
    void unpack(int[] words, int from, int low, int high, SparsePixels target, int b) {
        int k = target.start[b];
        for (int i = 0; i < low; i++) {
            target.weightRow[k + i] = target.row((words[from + i] >>> 8 & 0xff) * 4 + (i & 3));
            target.value[k + i] = words[from + i] & 0xff;
        }
        for (int i = 0; i < high; i++) {
            target.weightRow[k + low + i] = target.row((words[from + i] >>> 24) * 4 + (i & 3));
            target.value[k + low + i] = words[from + i] >>> 16 & 0xff;
        }
    }

    /**
     * delta = a * mask for the output layer of examples [from, to).
     *
     * @param mask 1 for each unit, 0 for padding, shape [width]
     */
    @Override
    void errors(float[] a, Layer layer, float[] mask, int from, int to, float[] delta) {
        for (int b = from; b < to; b++) {
            int row = Layer.ORIGIN + b * layer.pitch;
            for (int j = 0; j < layer.width; j++) {
                delta[row + j] = a[row + j] * mask[j];
            }
        }
    }

    /**
     * delta = delta * a (1 - a), the sigmoid's slope, flushed to zero; nudge = delta * rate; for elements [from, to).
     */
    @Override
    void finishSigmoidDeltas(float[] delta, float[] a, float[] nudges, int from, int to, float rate) {
        for (int i = from; i < to; i++) {
            delta[i] = Reference.flushToZero(delta[i] * (a[i] * (1f - a[i])));
            nudges[i] = delta[i] * rate;
        }
    }

    /** delta flushed to zero; nudge = delta * rate; for elements [from, to). */
    @Override
    void finishDeltas(float[] delta, float[] nudges, int from, int to, float rate) {
        for (int i = from; i < to; i++) {
            delta[i] = Reference.flushToZero(delta[i]);
            nudges[i] = delta[i] * rate;
        }
    }

    /** z = exp(factor z) for z[from, to). */
    @Override
    void exponentials(float[] z, int from, int to, float factor) {
        for (int i = from; i < to; i++) {
            z[i] = Exponential.exp(factor * z[i]);
        }
    }

    /** z = 1 / (1 + exp(factor z)) for z[from, to). */
    @Override
    void sigmoids(float[] z, int from, int to, float factor) {
        for (int i = from; i < to; i++) {
            z[i] = 1f / (1f + Exponential.exp(factor * z[i]));
        }
    }

    @Override
    public String toString() {
        return "scalar kernels";
    }
}
