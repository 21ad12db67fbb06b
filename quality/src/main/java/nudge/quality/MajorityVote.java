package nudge.quality;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** What most say: the answer without quality control, to compare with. */
public final class MajorityVote {
    private MajorityVote() {}

    /**
     * @param counts how many labels give each class, [classes]
     * @return the classes that no other has more labels than; all of them when there is no label
     */
    public static List<Integer> winners(int[] counts) {
        int most = Arrays.stream(counts).max().orElse(0);
        return IntStream.range(0, counts.length)
                .filter(k -> counts[k] == most)
                .boxed()
                .toList();
    }
}
