package nudge.labeller.web;

import java.util.HashMap;
import java.util.Map;

/** How many of something each address may have at once, and all addresses together. Thread-safe. */
final class AddressLimit {
    private final int mostOfOne;
    private final int mostInAll;
    private final Map<String, Integer> taken = new HashMap<>();
    private int all;

    AddressLimit(int mostOfOne, int mostInAll) {
        this.mostOfOne = mostOfOne;
        this.mostInAll = mostInAll;
    }

    /** Takes one; false when the address, or all together, have as many as they may. */
    synchronized boolean take(String address) {
        int before = taken.getOrDefault(address, 0);
        if (before >= mostOfOne || all >= mostInAll) {
            return false;
        }
        taken.put(address, before + 1);
        all++;
        return true;
    }

    /** Gives back one that was taken. */
    synchronized void giveBack(String address) {
        taken.computeIfPresent(address, (same, before) -> before == 1 ? null : before - 1);
        all--;
    }
}
