/** The pool as files, as of any position of the log; the same position gives the same bytes. */
@NullMarked
package nudge.labeller.export;

import org.jspecify.annotations.NullMarked;
