package dev.manykitchens.core.dispatch;

import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// The recipes that some workers can run. Workers that can run the same share one object, so that
/// it can be asked about all of them at once.
final class Skills {

    // Sorted, because nothing may depend on the order of a hash.
    private final SortedSet<String> recipes;
    private int workers;

    /// @param recipes their names; none when all recipes can be run
    Skills(Set<String> recipes) {
        this.recipes = Collections.unmodifiableSortedSet(new TreeSet<>(recipes));
    }

    boolean include(String recipe) {
        return recipes.isEmpty() || recipes.contains(recipe);
    }

    /// Whether every recipe can be run.
    boolean includeAll() {
        return recipes.isEmpty();
    }

    /// The names, sorted; empty when all recipes can be run.
    SortedSet<String> recipes() {
        return recipes;
    }

    /// Notes that one more worker has them.
    void gain() {
        workers++;
    }

    /// Notes that one worker less has them; whether none is left.
    boolean lose() {
        workers--;
        return workers == 0;
    }
}
