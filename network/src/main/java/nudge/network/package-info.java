/**
 * Fully connected networks for images of bytes: forward, backward, the mini-batch step, and weight files. Depends on the
 * JDK alone.
 *
 * <p>{@link nudge.network.Reference} is the specification: scalar code that reads like a textbook and fixes the order of
 * every sum. Everything faster gives the same bits, on every JDK, vector width and number of threads.
 *
 * <h2>From images to moved weights</h2>
 *
 * <pre>
 * shape, weights and biases                               NetworkSpec, Network, Layer
 * many labelled images, each as its non-zero pixels       SparseExamples, PixelIndex
 * the examples of one step                                MiniBatch, SparsePixels
 * one step, phase by phase                                Sgd
 *   which way to compute the first layer                  FirstLayer
 *   which thread does what; the threads                   Shares, WorkerTeam
 *   activations and deltas, in the step's buffers         ForwardBackward, Workspace
 *   moving the weights                                    WeightUpdate
 * inner loops: their list, in plain Java, in vectors      Kernels, ScalarKernels, VectorKernels
 * prediction: many images, a whole set, one image         Forward, Evaluation, Network.predict
 * the lesson's numbers of one example, or of many         Explanation, Gradient, Backpropagation
 *   what they are checked against                         CentralDifferences
 * the gradient of one example, as a step descends it      Nudge
 * weights as files, for this project and for others       WeightFile, OnnxFile
 * </pre>
 *
 * <h2>Which kernel is used when</h2>
 *
 * <p>{@link nudge.network.FirstLayer} chooses the way for the first layer: by the share of non-zero pixels in the
 * mini-batch, the layer's units and the number of examples. Shapes: b examples, p pixels, n of them not zero in an example,
 * u units of a layer, v units of the next one; ' means transposed.
 *
 * <pre>
 * part                   when                              kernel            computes
 * first layer, forward   at most half not zero             sparseSums        sums [2][b][u] = pixels [b][n] weights [p][u]
 *                                                          joinSums          z [b][u] = scaled sums + biases [u]
 * first layer, update    the same, up to 199 units         sparseUpdate      weights [p][u] += pixels' [n][b] nudges [b][u]
 *                          or 31 examples
 *                        the same, more of both            pixelMajorUpdate  the same, all examples of a pixel in turn
 * first layer, forward   more than half not zero           denseChain        chains [b][8][u] = pixels [b][p] weights [p][u]
 *             , update   the same                          update            weights [p][u] += pixels' [p][b] nudges [b][u]
 * upper layers, forward  always                            multiply          z [b][v] = a [b][u] weights [u][v]
 *             , backward                                   multiply          deltas [b][u] = deltas [b][v] weights' [v][u]
 *             , update                                     update            weights [u][v] += a' [u][b] nudges [b][v]
 * every layer            always                            sigmoids, ...     activations a [b][u] from z, in place
 *                                                          finish...Deltas   deltas and nudges [b][u]
 *                                                          updateBiases      biases [u] += rate deltas [b][u], over b
 * </pre>
 *
 * <p>Each kernel exists twice. {@link nudge.network.VectorKernels} run where the JVM has the module jdk.incubator.vector,
 * in the machine's vectors of 128, 256 or 512 bits; {@link nudge.network.ScalarKernels} run elsewhere, and their Javadoc
 * says what a kernel computes and in which order. The vector loops are small methods in classes of their own (SparseVectors,
 * PixelMajorVectors, DenseImageVectors, MatrixProductVectors, WeightUpdateVectors, DeltaVectors, ExponentialVectors):
 * inlined into one large method, they lose half of their speed.
 *
 * <p>Steps of enough work are shared among threads. Two threads have one half of the pixels each in the first layer's sums
 * and sparse update, one half of the examples in forward and backward, and one half of the weight rows in the other updates.
 *
 * <h2>The benchmark that decided</h2>
 *
 * <p>{@code ./nudge bench sgd} counts examples trained per second, on digits and on images without a zero pixel; the README
 * has its table. Measured on one core, with 512-bit vectors and mini-batches of 100:
 *
 * <pre>
 * vectors instead of scalar kernels      9 to 11 x          digits, 16 and 100 units; -Dnudge.kernel=scalar
 * sparse instead of dense                2.1 to 2.5 x       digits, 16, 30 and 512 units
 * dense instead of sparse                2.2 to 2.6 x       no pixel zero, 100 and 512 units
 * pixel-major instead of sparse update   1.1 x, about       digits, 512 units
 * two threads instead of one             1.1, 1.3, 1.7 x    digits; 16, 100 and 512 units
 * </pre>
 *
 * <h2>Words</h2>
 *
 * <pre>
 * nudge    what an example adds to a weight, up to the activation below: -rate delta / examples
 * chain    one of four independent accumulators of a sum over pixels, by pixel modulo 4
 * half     the first or the second half of an image's pixels, each with a sum of its own
 * panel    16 or 32 columns of the first layer's weights that lie together in memory
 * pitch    the distance between the rows of two examples
 * padding  units, rows, pixels and entries of value 0 that fill up to a whole vector or tile
 * </pre>
 */
@NullMarked
package nudge.network;

import org.jspecify.annotations.NullMarked;
