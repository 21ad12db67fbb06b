package nudge.labeller.sheet;

/**
 * A digit that was found on a sheet.
 *
 * @param confidence 0 to 1: how much it is like the others, and how little had to be put together or parted
 */
public record FoundDigit(Box box, double confidence) {}
