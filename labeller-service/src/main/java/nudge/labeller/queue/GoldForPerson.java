package nudge.labeller.queue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import nudge.labeller.database.Database;
import nudge.labeller.database.SqlFile;
import nudge.labeller.model.CurrentModel;
import nudge.labeller.quality.Annotator;
import nudge.labeller.quality.GoldImage;
import nudge.labeller.quality.QualityState;
import nudge.quality.CrowdSetting;
import nudge.quality.Policy;
import org.jspecify.annotations.Nullable;

/**
 * The gold that one person may be handed now: images that they have never labelled, drawn for them. Each takes the place of another
 * image, and the model is about as sure of it as of that one: how sure the model is must not tell gold from the rest.
 */
final class GoldForPerson {
    private static final String PENDING = SqlFile.read(GoldForPerson.class, "find-handed-to-actor");
    private static final String FRESH = SqlFile.read(GoldForPerson.class, "find-gold-for-actor");

    /** Behind the quiz, so many answers are collected at the rate for newcomers. */
    private static final int GOLD_AT_FIRST = 5;
    /** So many images of each digit are drawn, of which the one that is most like another image is taken. */
    private static final int DRAWN_PER_DIGIT = 20;

    private static final int DIGITS = 10;

    private final Database database;
    private final RandomGenerator random;
    private final UUID actor;
    private final Policy.Crowd policy;
    private final QualityState quality;
    /** What the person has got and not answered yet. */
    private final Set<UUID> pending;

    GoldForPerson(Database database, RandomGenerator random, UUID actor, Policy.Crowd policy, QualityState quality) {
        this.database = database;
        this.random = random;
        this.actor = actor;
        this.policy = policy;
        this.quality = quality;
        this.pending = new HashSet<>(database.withHandle(handle -> handle.createQuery(PENDING)
                .bind("actor", actor)
                .mapTo(UUID.class)
                .list()));
    }

    /** How many images of the quiz for newcomers have not been handed out. */
    private int quizLeft() {
        long waiting = pending.stream()
                .filter(image -> quality.goldDigit(image) != null)
                .count();
        return (int) (policy.whole(CrowdSetting.QUIZ) - answers() - waiting);
    }

    private int answers() {
        return quality.annotator(actor).answers().size();
    }

    /**
     * Gold for the next images.
     *
     * @param count how many images the person asks for
     * @param others those that they would get without gold, in random order: the first ones are replaced
     * @return at most {@code count}; the i-th is like the i-th of the others, as long as there are
     */
    List<Chosen> insteadOf(List<Chosen> others, int count, CurrentModel model) {
        List<Chosen> drawn = Chosen.predicted(model, fresh(drawn(DRAWN_PER_DIGIT, digit -> true)));
        int quiz = Math.max(0, Math.min(count, quizLeft()));
        // Gold beside few others, or alone, would give itself away, and would never end.
        int wanted = quiz + tests(Math.min(count - quiz, others.size()));
        Map<Integer, Long> seen = seen();
        List<Chosen> gold = new ArrayList<>();
        while (gold.size() < wanted && !drawn.isEmpty()) {
            Chosen like = others.isEmpty() ? null : others.get(gold.size() % others.size());
            boolean byDigit = gold.size() < quiz || like == null || like.prediction() == null;
            Chosen next = byDigit ? mostLike(like, ofLeastSeen(drawn, seen)) : mostLike(like, drawn);
            drawn.remove(next);
            seen.merge(digit(next), 1L, Long::sum);
            gold.add(next);
        }
        return gold;
    }

    /** So many of the next images are gold, behind the quiz. */
    private int tests(int count) {
        boolean first = answers() < policy.whole(CrowdSetting.QUIZ) + GOLD_AT_FIRST;
        return heads(count, policy.value(first ? CrowdSetting.GOLD_AT_FIRST : CrowdSetting.GOLD));
    }

    private int heads(int tosses, double share) {
        int heads = 0;
        for (int i = 0; i < tosses; i++) {
            heads += random.nextDouble() < share ? 1 : 0;
        }
        return heads;
    }

    /**
     * Gold for a sheet of images that the model takes for one digit: images of other digits that it takes for it as well, and of
     * which it is neither less nor more sure than of all on the sheet.
     *
     * @param sheet in random order: the first ones are replaced, never all of them
     * @return the i-th is like the i-th of the sheet
     */
    List<Chosen> insteadOfSheet(List<Chosen> sheet, int digit, CurrentModel model) {
        double least = sheet.stream().mapToDouble(Chosen::confidence).min().orElse(0);
        double most = sheet.stream().mapToDouble(Chosen::confidence).max().orElse(0);
        List<Chosen> mistaken = Chosen.predicted(model, fresh(drawn(DRAWN_PER_DIGIT, other -> other != digit))).stream()
                .filter(image ->
                        image.prediction() != null && image.prediction().digit() == digit)
                .filter(image -> image.confidence() >= least && image.confidence() <= most)
                .collect(Collectors.toCollection(ArrayList::new));
        int wanted = Math.min(heads(sheet.size(), policy.value(CrowdSetting.GOLD)), sheet.size() - 1);
        List<Chosen> gold = new ArrayList<>();
        while (gold.size() < wanted && !mistaken.isEmpty()) {
            Chosen next = mostLike(sheet.get(gold.size()), mistaken);
            mistaken.remove(next);
            gold.add(next);
        }
        return gold;
    }

    /** Some gold images of each digit, drawn at random. */
    private List<UUID> drawn(int perDigit, Predicate<Integer> digits) {
        Map<Integer, List<UUID>> byDigit = new HashMap<>();
        quality.gold().forEach((image, gold) -> {
            if (!gold.retired() && digits.test(gold.digit()) && !pending.contains(image)) {
                byDigit.computeIfAbsent(gold.digit(), digit -> new ArrayList<>())
                        .add(image);
            }
        });
        List<UUID> drawn = new ArrayList<>();
        for (int digit = 0; digit < DIGITS; digit++) {
            List<UUID> images = byDigit.getOrDefault(digit, new ArrayList<>());
            Collections.shuffle(images, new Random(random.nextLong()));
            drawn.addAll(images.subList(0, Math.min(perDigit, images.size())));
        }
        Collections.shuffle(drawn, new Random(random.nextLong()));
        return drawn;
    }

    /** Those that this person has never labelled nor skipped, in the order given. Asks also about none, as for all others. */
    private List<Chosen> fresh(List<UUID> drawn) {
        Map<UUID, byte[]> fresh = database.withHandle(handle -> handle.createQuery(FRESH)
                .bind("images", drawn.toArray(UUID[]::new))
                .bind("actor", actor.toString())
                .map((row, context) -> Map.entry(row.getObject("id", UUID.class), row.getBytes("pixels")))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
        return drawn.stream()
                .filter(fresh::containsKey)
                .map(image -> new Chosen(image, fresh.get(image), Arm.GOLD, null))
                .toList();
    }

    /** How many images of each digit the person was handed as gold. */
    private Map<Integer, Long> seen() {
        Map<Integer, Long> seen = quality.annotator(actor).answers().stream()
                .collect(Collectors.groupingBy(Annotator.Answer::expected, HashMap::new, Collectors.counting()));
        for (UUID image : pending) {
            GoldImage gold = quality.gold().get(image);
            if (gold != null) {
                seen.merge(gold.digit(), 1L, Long::sum);
            }
        }
        return seen;
    }

    /** Those of one digit: of those that the person has seen least one at random. */
    private List<Chosen> ofLeastSeen(List<Chosen> images, Map<Integer, Long> seen) {
        List<Integer> digits =
                new ArrayList<>(images.stream().map(this::digit).distinct().toList());
        Collections.shuffle(digits, new Random(random.nextLong()));
        int least = digits.stream()
                .min((a, b) -> Long.compare(seen.getOrDefault(a, 0L), seen.getOrDefault(b, 0L)))
                .orElseThrow();
        return images.stream().filter(image -> digit(image) == least).toList();
    }

    private int digit(Chosen gold) {
        return quality.gold().get(gold.image()).digit();
    }

    /** The image of which the model is as sure as of another one, or nearly; the first when there is no other. */
    private static Chosen mostLike(@Nullable Chosen other, List<Chosen> images) {
        Chosen most = images.get(0);
        for (Chosen image : images) {
            if (other != null && distance(image, other) < distance(most, other)) {
                most = image;
            }
        }
        return most;
    }

    private static double distance(Chosen one, Chosen other) {
        return Math.abs(one.confidence() - other.confidence());
    }
}
