/** Made photographs of pages with digits, and how well the digits are found in them. */
@NullMarked
package nudge.benchmarks.sheets;

import org.jspecify.annotations.NullMarked;
