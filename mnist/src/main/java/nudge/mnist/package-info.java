/** The bundled MNIST data set and the reader of IDX files. */
@NullMarked
package nudge.mnist;

import org.jspecify.annotations.NullMarked;
