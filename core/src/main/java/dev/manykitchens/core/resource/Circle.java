package dev.manykitchens.core.resource;

import java.util.List;
import java.util.stream.Collectors;

/// Jobs that wait for each other for ever, in words.
public final class Circle {

    private Circle() {}

    /// One of them.
    ///
    /// @param who waits
    /// @param holds what the one before it waits for
    /// @param wants what it waits for
    public record Link(String who, String holds, String wants) {}

    /// What is said of a circle, in one line.
    ///
    /// @param links in their order; the first one waits for what the second one holds
    public static String text(List<Link> links) {
        return links.stream()
                .map(link ->
                        "%s holds %s and waits for %s"
                                .formatted(link.who(), link.holds(), link.wants()))
                .collect(
                        Collectors.joining(
                                ", ",
                                "deadlock: jobs would wait for each other for ever: ",
                                "; let uses of resources nest in the same order everywhere"));
    }
}
