/** Images that come in as files: photos and scans, ZIPs of them, IDX and CSV. It knows no web. */
@NullMarked
package nudge.labeller.intake;

import org.jspecify.annotations.NullMarked;
