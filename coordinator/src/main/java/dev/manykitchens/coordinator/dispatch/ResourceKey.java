package dev.manykitchens.coordinator.dispatch;

import dev.manykitchens.core.resource.ResourceSpec;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A resource that a submitter brought, as everybody else here names it: two of them may use the
/// same name for different things.
///
/// @param submitter who brought it
/// @param name what that one calls it
public record ResourceKey(long submitter, String name) {

    private static final Pattern TEXT = Pattern.compile("([0-9]{1,18})/(.*)", Pattern.DOTALL);

    /// The key in a text; empty when it is none. Workers say keys, and may say anything.
    public static Optional<ResourceKey> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new ResourceKey(Long.parseLong(matcher.group(1)), matcher.group(2)))
                : Optional.empty();
    }

    /// What a submitter brought, by key.
    ///
    /// @param brought the same by what that one calls it
    public static Map<String, ResourceSpec> keyed(
            long submitter, Map<String, ResourceSpec> brought) {
        Map<String, ResourceSpec> byKey = new HashMap<>();
        brought.forEach(
                (name, spec) -> byKey.put(new ResourceKey(submitter, name).toString(), spec));
        return byKey;
    }

    /// As it travels.
    @Override
    public String toString() {
        return submitter + "/" + name;
    }
}
