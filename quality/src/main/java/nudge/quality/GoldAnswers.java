package nudge.quality;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One person's answers on gold, and which of them count. */
public final class GoldAnswers {
    /** So many of the latest count. */
    public static final int WINDOW = 50;

    private GoldAnswers() {}

    /** @param position of the answer in the log */
    public record Answer(long position, UUID image, boolean correct) {}

    /** Which answer on an image counts when there are several. */
    public enum Counting {
        /** Where people are told what was right: anybody knows it the second time. */
        FIRST,
        LATEST
    }

    /** The answers that count: one per image, the latest 50, in the order of the log. */
    public static List<Answer> counting(List<Answer> inOrder, Counting counting) {
        Map<UUID, Answer> one = new LinkedHashMap<>();
        for (Answer answer : inOrder) {
            if (counting == Counting.FIRST) {
                one.putIfAbsent(answer.image(), answer);
            } else {
                one.remove(answer.image());
                one.put(answer.image(), answer);
            }
        }
        List<Answer> all = new ArrayList<>(one.values());
        return List.copyOf(all.subList(Math.max(0, all.size() - WINDOW), all.size()));
    }

    /** What the answers that count come to. */
    public static Trust trust(List<Answer> inOrder, Counting counting) {
        List<Answer> latest = counting(inOrder, counting);
        return new Trust(
                latest.size(), (int) latest.stream().filter(Answer::correct).count());
    }
}
