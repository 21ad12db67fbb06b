package nudge.quality;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** By which rules labels are collected and settled. */
public sealed interface Policy {
    /** The name in events and in JSON. */
    String name();

    /** The default: the latest label settles an image; no gold. */
    record Solo() implements Policy {
        @Override
        public String name() {
            return "solo";
        }
    }

    /**
     * Several people, some of them careless: labels are collected until their posterior is high enough.
     *
     * @param settings a value for every setting
     */
    record Crowd(Map<CrowdSetting, Double> settings) implements Policy {
        /** @throws InvalidPolicyException when a setting is missing or not allowed; it names all that are wrong */
        public Crowd {
            Map<CrowdSetting, Double> copy = new EnumMap<>(CrowdSetting.class);
            copy.putAll(settings);
            List<String> faults = faults(copy);
            if (!faults.isEmpty()) {
                throw new InvalidPolicyException(faults);
            }
            settings = Collections.unmodifiableMap(copy);
        }

        /** With the default of every setting. */
        public static Crowd standard() {
            return of(Map.of());
        }

        /**
         * @param settings by their names in JSON; what is not named has its default
         * @throws InvalidPolicyException when a name is unknown, or a value not allowed; it names all that are wrong
         */
        public static Crowd of(Map<String, Double> settings) {
            Map<CrowdSetting, Double> values = new EnumMap<>(CrowdSetting.class);
            for (CrowdSetting setting : CrowdSetting.values()) {
                values.put(setting, setting.standard());
            }
            List<String> faults = new ArrayList<>();
            settings.forEach((name, value) -> CrowdSetting.ofWire(name)
                    .ifPresentOrElse(
                            setting -> values.put(setting, value),
                            () -> faults.add(name + ": there is no such setting; there are " + names())));
            Collections.sort(faults);
            faults.addAll(faults(values));
            if (!faults.isEmpty()) {
                throw new InvalidPolicyException(faults);
            }
            return new Crowd(values);
        }

        private static String names() {
            List<String> names = new ArrayList<>();
            for (CrowdSetting setting : CrowdSetting.values()) {
                names.add(setting.wire());
            }
            return String.join(", ", names);
        }

        private static List<String> faults(Map<CrowdSetting, Double> values) {
            List<String> faults = new ArrayList<>();
            for (CrowdSetting setting : CrowdSetting.values()) {
                Double value = values.get(setting);
                if (value == null) {
                    faults.add(setting.wire() + ": expected a value, got none");
                } else {
                    setting.fault(value).ifPresent(faults::add);
                }
            }
            if (faults.isEmpty()) {
                notAbove(values, CrowdSetting.UNSETTLE_BELOW, CrowdSetting.SETTLE_AT, faults);
                notAbove(values, CrowdSetting.LEAST, CrowdSetting.MOST, faults);
                notAbove(values, CrowdSetting.LEAST_HELD_OUT, CrowdSetting.MOST, faults);
            }
            return faults;
        }

        private static void notAbove(
                Map<CrowdSetting, Double> values, CrowdSetting low, CrowdSetting high, List<String> faults) {
            double lower = values.getOrDefault(low, low.standard());
            double upper = values.getOrDefault(high, high.standard());
            if (lower > upper) {
                faults.add(low.wire() + ": expected at most " + high.wire() + ", which is " + CrowdSetting.text(upper)
                        + ", got " + CrowdSetting.text(lower));
            }
        }

        @Override
        public String name() {
            return "crowd";
        }

        /** The settings by their names in JSON. */
        public Map<String, Double> byName() {
            Map<String, Double> named = new HashMap<>();
            settings.forEach((setting, value) -> named.put(setting.wire(), value));
            return named;
        }

        public double value(CrowdSetting setting) {
            Double value = settings.get(setting);
            if (value == null) {
                throw new IllegalStateException("expected a value for " + setting.wire() + ", found none");
            }
            return value;
        }

        /** The value of a setting that is a whole number. */
        public int whole(CrowdSetting setting) {
            return (int) value(setting);
        }

        /** How an estimate is made. */
        public DawidSkene.Settings estimation() {
            return new DawidSkene.Settings(
                    DawidSkene.Model.FULL,
                    whole(CrowdSetting.ITERATIONS),
                    value(CrowdSetting.TOLERANCE),
                    DawidSkene.Settings.DEFAULT.classPseudoCount());
        }
    }
}
