package dev.manykitchens.core.dispatch;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/// The submitters that are here; number 0 always is.
final class Submitters {

    private static final long FIRST = 0;

    private final Map<Long, Submitter> byNumber = new LinkedHashMap<>();

    Submitters() {
        byNumber.put(FIRST, new Submitter(FIRST, 0));
    }

    /// Takes one in, unless its number is taken.
    void open(Input.SubmitterOpened opened) {
        byNumber.putIfAbsent(
                opened.submitter(), new Submitter(opened.submitter(), opened.mostWorkers()));
    }

    /// Lets one go; null when it is not here, or always is.
    @Nullable Submitter close(long number) {
        return number == FIRST ? null : byNumber.remove(number);
    }

    @Nullable Submitter find(long number) {
        return byNumber.get(number);
    }

    /// How many there are beside the one that always is.
    int size() {
        return byNumber.size() - 1;
    }

    Collection<Submitter> all() {
        return byNumber.values();
    }
}
