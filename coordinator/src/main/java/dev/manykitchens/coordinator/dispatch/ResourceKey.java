package dev.manykitchens.coordinator.dispatch;

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

    /// As it travels.
    @Override
    public String toString() {
        return submitter + "/" + name;
    }
}
