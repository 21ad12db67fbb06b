package nudge.quality.simulation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import nudge.quality.MajorityVote;

/**
 * What a simulated crowd comes to without quality control: every image gets as many labels, each by somebody else, and the digit
 * that most say; of several one is drawn. A pure function of its arguments.
 *
 * @param digits of the majorities, in the order of the images
 * @param labels that were given
 */
public record PlainMajority(List<Integer> digits, int labels) {
    public PlainMajority {
        digits = List.copyOf(digits);
    }

    /**
     * Of the images that {@link CrowdSimulation#run} labels.
     *
     * @param overlap labels per image; fewer when there are not so many people
     * @param truths what the images show, [images]
     */
    public static PlainMajority of(SimulatedCrowd crowd, int overlap, int[] truths, long seed) {
        return of(crowd, overlap, CrowdSimulation.ids(truths.length), truths, seed);
    }

    /** Of any images. */
    public static PlainMajority of(SimulatedCrowd crowd, int overlap, List<UUID> images, int[] truths, long seed) {
        List<SimulatedPerson> people = new ArrayList<>();
        for (int person = 0; person < crowd.people().size(); person++) {
            people.add(new SimulatedPerson(person, crowd));
        }
        int most = Math.min(overlap, people.size());
        List<Integer> digits = new ArrayList<>(images.size());
        for (int i = 0; i < truths.length; i++) {
            UUID image = images.get(i);
            List<SimulatedPerson> some = new ArrayList<>(people);
            Collections.shuffle(some, new Random(seed ^ image.getLeastSignificantBits() * 31));
            int[] counts = new int[10];
            for (SimulatedPerson person : some.subList(0, most)) {
                counts[person.label(image, truths[i], seed)]++;
            }
            List<Integer> winners = MajorityVote.winners(counts);
            digits.add(winners.get(Draw.of(seed, -2, image).below(0, winners.size())));
        }
        return new PlainMajority(digits, most * truths.length);
    }

    /** The share, 0 to 1, of images whose majority is right; 0 when there is no image. */
    public double right(int[] truths) {
        int right = 0;
        for (int i = 0; i < truths.length; i++) {
            right += digits.get(i) == truths[i] ? 1 : 0;
        }
        return truths.length == 0 ? 0 : right / (double) truths.length;
    }
}
