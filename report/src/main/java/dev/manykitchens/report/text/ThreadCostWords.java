package dev.manykitchens.report.text;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// What one more thread costs, as a sentence without a full stop.
public final class ThreadCostWords {

    private ThreadCostWords() {}

    /// As in "a thread that waits adds 61.4 kB to this JVM, a virtual one 1.12 kB".
    ///
    /// @param platformBytes null when not known, as is the other; not both
    public static String of(@Nullable Long platformBytes, @Nullable Long virtualBytes) {
        List<String> kinds = new ArrayList<>();
        if (platformBytes != null) {
            kinds.add("a platform thread that waits adds " + Figures.bytes(platformBytes));
        }
        if (virtualBytes != null) {
            kinds.add("a virtual thread that waits adds " + Figures.bytes(virtualBytes));
        }
        return String.join(", ", kinds) + " to this JVM";
    }
}
