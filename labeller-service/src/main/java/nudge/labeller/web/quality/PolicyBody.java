package nudge.labeller.web.quality;

import java.util.HashMap;
import java.util.Map;
import nudge.labeller.web.http.BadRequestException;
import nudge.labeller.web.http.JsonFields;
import nudge.quality.CrowdSetting;
import nudge.quality.InvalidPolicyException;
import nudge.quality.Policy;

/** A policy as an administrator sends it: settings that are not named have their default. */
record PolicyBody(Policy policy) {
    static PolicyBody of(JsonFields json) {
        String name = json.text("policy");
        JsonFields settings = json.inside("settings");
        if (name.equals("solo")) {
            return new PolicyBody(new Policy.Solo());
        }
        if (!name.equals("crowd")) {
            throw new BadRequestException("expected the policy solo or crowd, got " + name);
        }
        Map<String, Double> values = new HashMap<>();
        if (settings != null) {
            for (String setting : settings.names()) {
                if (CrowdSetting.ofWire(setting).isPresent() && !settings.isNumber(setting)) {
                    throw new BadRequestException("expected " + setting + " to be a number, got " + settings);
                }
                values.put(setting, settings.isNumber(setting) ? settings.number(setting) : 0.0);
            }
        }
        try {
            return new PolicyBody(Policy.Crowd.of(values));
        } catch (InvalidPolicyException invalid) {
            throw new BadRequestException(invalid.getMessage());
        }
    }
}
