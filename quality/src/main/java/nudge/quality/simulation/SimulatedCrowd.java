package nudge.quality.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nudge.quality.simulation.SimulatedAnnotator.Accurate;
import nudge.quality.simulation.SimulatedAnnotator.Always;
import nudge.quality.simulation.SimulatedAnnotator.Confuses;
import nudge.quality.simulation.SimulatedAnnotator.Drifts;
import nudge.quality.simulation.SimulatedAnnotator.Follows;
import nudge.quality.simulation.SimulatedAnnotator.Spammer;
import org.jspecify.annotations.Nullable;

/**
 * A crowd whose members label in known ways, such as {@code 5*good:0.97,3*sloppy:0.8,1*spammer,1*always:7,
 * 2*confuses:4>9@0.4,1*drifts:0.97>0.6@2000,1*follows}.
 *
 * @param people at least one, at most 1,000
 */
public record SimulatedCrowd(List<SimulatedAnnotator> people) {
    private static final int MOST = 1_000;
    private static final Pattern MEMBER = Pattern.compile("(?:(\\d{1,4})\\*)?([a-z]+)(?::(.+))?");
    private static final Pattern CONFUSION = Pattern.compile("(\\d)>(\\d)@([0-9.]+)");
    private static final Pattern DRIFT = Pattern.compile("([0-9.]+)>([0-9.]+)@(\\d{1,9})");

    public SimulatedCrowd {
        people = List.copyOf(people);
        if (people.isEmpty() || people.size() > MOST) {
            throw new IllegalArgumentException("expected a crowd of 1 to " + MOST + " people, got " + people.size());
        }
    }

    /** @throws IllegalArgumentException when a member is none; its message is for the person who wrote it */
    public static SimulatedCrowd parse(String spec) {
        List<SimulatedAnnotator> people = new ArrayList<>();
        for (String member : spec.replaceAll("\\s", "").split(",", -1)) {
            Matcher matcher = MEMBER.matcher(member);
            if (!matcher.matches()) {
                throw unknown(member);
            }
            int count = matcher.group(1) == null ? 1 : Integer.parseInt(matcher.group(1));
            SimulatedAnnotator person = person(member, matcher.group(2), matcher.group(3));
            for (int i = 0; i < count && people.size() <= MOST; i++) {
                people.add(person);
            }
        }
        return new SimulatedCrowd(people);
    }

    private static SimulatedAnnotator person(String member, String kind, @Nullable String how) {
        return switch (kind) {
            case "good" -> new Accurate(kind, share(member, how == null ? "0.97" : how));
            case "sloppy" -> new Accurate(kind, share(member, how == null ? "0.8" : how));
            case "follows" -> new Follows(share(member, how == null ? "0.7" : how));
            case "spammer" -> {
                if (how != null) {
                    throw unknown(member);
                }
                yield new Spammer();
            }
            case "always" -> {
                if (how == null || !how.matches("\\d")) {
                    throw unknown(member);
                }
                yield new Always(Integer.parseInt(how));
            }
            case "confuses" -> confuses(member, how);
            case "drifts" -> drifts(member, how);
            default -> throw unknown(member);
        };
    }

    private static SimulatedAnnotator confuses(String member, @Nullable String how) {
        Matcher matcher = CONFUSION.matcher(how == null ? "" : how);
        if (!matcher.matches() || matcher.group(1).equals(matcher.group(2))) {
            throw unknown(member);
        }
        return new Confuses(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                share(member, matcher.group(3)));
    }

    private static SimulatedAnnotator drifts(String member, @Nullable String how) {
        Matcher matcher = DRIFT.matcher(how == null ? "" : how);
        if (!matcher.matches()) {
            throw unknown(member);
        }
        return new Drifts(
                share(member, matcher.group(1)), share(member, matcher.group(2)), Integer.parseInt(matcher.group(3)));
    }

    private static double share(String member, String text) {
        try {
            double share = Double.parseDouble(text);
            if (share >= 0 && share <= 1) {
                return share;
            }
        } catch (NumberFormatException noNumber) {
            throw shareExpected(member, text, noNumber);
        }
        throw shareExpected(member, text, null);
    }

    private static IllegalArgumentException shareExpected(
            String member, String text, @Nullable NumberFormatException cause) {
        return new IllegalArgumentException(
                member + ": expected a share from 0 to 1, such as 0.97, got " + text, cause);
    }

    private static IllegalArgumentException unknown(String member) {
        return new IllegalArgumentException("expected a crowd such as 5*good:0.97,3*sloppy:0.8,1*spammer,1*always:7,"
                + "2*confuses:4>9@0.4,1*drifts:0.97>0.6@2000,1*follows, got the member \"" + member + "\"");
    }

    /**
     * Which digit somebody gives: the same for the same seed, person and image, whatever else they label.
     *
     * @param person from 0 to {@code people().size() - 1}
     * @param before how many labels they gave before
     * @param suggested the digit that they were shown, or null
     */
    public int label(long seed, int person, UUID image, int truth, int before, @Nullable Integer suggested) {
        return people.get(person).label(Draw.of(seed, person, image), truth, before, suggested);
    }
}
