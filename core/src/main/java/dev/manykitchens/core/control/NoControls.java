package dev.manykitchens.core.control;

import java.util.Set;

/// The levers of a pool that has none.
final class NoControls implements PoolControls {

    @Override
    public Set<Change.Kind> possible() {
        return Set.of();
    }

    @Override
    public void make(Change change) {
        PoolControls.requirePossible(change, possible(), "this pool");
    }
}
