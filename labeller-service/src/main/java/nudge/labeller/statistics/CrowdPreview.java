package nudge.labeller.statistics;

/**
 * What a policy would cost, by the figures of the log.
 *
 * @param labelsPerImage that are expected
 * @param now what is expected by the policy of now
 * @param openImages that wait for labels
 * @param labelsNeeded until all of them are settled
 * @param reopened images that are settled now and would be open
 */
public record CrowdPreview(double labelsPerImage, Now now, int openImages, long labelsNeeded, int reopened) {
    public record Now(double labelsPerImage) {}
}
