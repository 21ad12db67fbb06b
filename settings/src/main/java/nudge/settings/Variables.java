package nudge.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Environment variables that begin with a prefix: each is read with its kind, and those that nobody asked for are refused.
 * Every method throws {@link IllegalArgumentException} on a value that is not allowed, and names the variable, the value
 * and what is allowed.
 */
public final class Variables {
    private static final Pattern BYTES = Pattern.compile("(\\d{1,12})(KB|MB|GB)?");

    private final String prefix;
    private final Map<String, String> environment;
    private final Map<String, Setting> known = new LinkedHashMap<>();

    /**
     * A variable that was asked for.
     *
     * @param name the whole name
     * @param otherwise what holds when it is not set: a value; empty for none; null when it must be set
     * @param expected the values that are allowed
     */
    public record Setting(String name, @Nullable String otherwise, String expected) {}

    public Variables(String prefix, Map<String, String> environment) {
        this.prefix = prefix;
        this.environment = environment;
    }

    /** As it is set, blanks at its ends included; null when it is not set, or blank. */
    public @Nullable String optional(String name) {
        note(name, "", "a text");
        return value(name);
    }

    /** The latest that is said of a variable says most of it. */
    private void note(String name, @Nullable String otherwise, String expected) {
        known.put(prefix + name, new Setting(prefix + name, otherwise, expected));
    }

    private @Nullable String value(String name) {
        String value = environment.get(prefix + name);
        return value == null || value.isBlank() ? null : value;
    }

    /** As it is set, blanks at its ends included. */
    public String secret(String name, @Nullable String otherwise) {
        note(name, otherwise, "a text, which is kept secret");
        return valueOr(name, otherwise);
    }

    private String valueOr(String name, @Nullable String otherwise) {
        String value = value(name);
        if (value == null && otherwise == null) {
            throw new IllegalArgumentException(prefix + name + " is not set: expected a value");
        }
        return value == null ? otherwise : value;
    }

    /** @param otherwise what holds when it is not set; null when it must be */
    public String text(String name, @Nullable String otherwise) {
        note(name, otherwise, "a text");
        return valueOr(name, otherwise).strip();
    }

    /** What stands between commas; empty when it is not set. */
    public List<String> list(String name) {
        note(name, "", "texts, separated by commas");
        String value = value(name);
        return value == null ? List.of() : List.of(value.strip().split("\\s*,\\s*"));
    }

    /** A file that can be read; null when none is named. */
    public @Nullable Path file(String name) {
        Path file = parsedIfSet(name, Path::of, Files::isReadable, "a file that can be read");
        return file == null ? null : file.toAbsolutePath();
    }

    public boolean flag(String name, String otherwise) {
        return parsed(name, otherwise, Variables::parseFlag, value -> true, "true or false");
    }

    public Duration duration(String name, String otherwise) {
        return parsed(
                name,
                otherwise,
                Duration::parse,
                value -> !value.isNegative() && !value.isZero(),
                "a duration such as PT5M");
    }

    public double share(String name, String otherwise) {
        return parsed(name, otherwise, Double::parseDouble, value -> value >= 0 && value <= 1, "a number from 0 to 1");
    }

    /** @param shape what the whole value must match */
    public String name(String name, String otherwise, Pattern shape, String expected) {
        return parsed(name, otherwise, Function.identity(), shape.asMatchPredicate(), expected);
    }

    public int integer(String name, String otherwise, int least, int most) {
        return parsed(
                name,
                otherwise,
                Integer::parseInt,
                value -> value >= least && value <= most,
                "a whole number from " + least + " to " + most);
    }

    public long seed(String name, String otherwise) {
        return parsed(name, otherwise, Long::parseLong, value -> true, "a whole number");
    }

    public float number(String name, String otherwise, Predicate<Float> allowed, String expected) {
        return parsed(name, otherwise, Float::parseFloat, allowed, expected);
    }

    /** A number of bytes such as 4096, 64KB, 256MB or 2GB. */
    public long bytes(String name, String otherwise) {
        return parsed(
                name,
                otherwise,
                Variables::parseBytes,
                value -> true,
                "a number of bytes such as 4096, 64KB, 256MB or 2GB");
    }

    /** A constant in lower case with hyphens. */
    public <E extends Enum<E>> E constant(String name, String otherwise, Class<E> type) {
        String all = Stream.of(type.getEnumConstants()).map(Variables::written).collect(Collectors.joining(", "));
        return parsed(
                name,
                otherwise,
                text -> Stream.of(type.getEnumConstants())
                        .filter(constant -> written(constant).equals(text))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(text)),
                value -> true,
                "one of " + all);
    }

    public static String written(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public <T> T parsed(
            String name, @Nullable String otherwise, Function<String, T> parse, Predicate<T> allowed, String expected) {
        note(name, otherwise, expected);
        String text = valueOr(name, otherwise).strip();
        try {
            T value = parse.apply(text);
            if (allowed.test(value)) {
                return value;
            }
        } catch (IllegalArgumentException | DateTimeException unreadable) {
            // The message below says all.
        }
        throw new IllegalArgumentException(prefix + name + " is " + text + ": expected " + expected);
    }

    /** As {@link #parsed}; null when it is not set. */
    public <T> @Nullable T parsedIfSet(String name, Function<String, T> parse, Predicate<T> allowed, String expected) {
        note(name, "", expected);
        return value(name) == null ? null : parsed(name, "", parse, allowed, expected);
    }

    /** A variable's whole name. */
    String named(String name) {
        return prefix + name;
    }

    /** What says that a variable is not allowed as it is. */
    IllegalArgumentException refused(String name, String why) {
        return new IllegalArgumentException(prefix + name + " " + why);
    }

    /** All that was asked for, in the order in which it was first asked for. */
    public List<Setting> settings() {
        return List.copyOf(known.values());
    }

    /** Call it when all that is known has been read. */
    public void refuseUnknown() {
        for (String name : environment.keySet()) {
            if (name.startsWith(prefix) && !known.containsKey(name)) {
                throw new IllegalArgumentException(name + " is not known: expected one of "
                        + String.join(", ", known.keySet().stream().sorted().toList()));
            }
        }
    }

    private static boolean parseFlag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static long parseBytes(String text) {
        Matcher matcher = BYTES.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text);
        }
        String unit = matcher.group(2);
        int shift = unit == null
                ? 0
                : switch (unit) {
                    case "KB" -> 10;
                    case "MB" -> 20;
                    default -> 30;
                };
        return Long.parseLong(matcher.group(1)) << shift;
    }
}
