package dev.manykitchens.simulator.study;

import java.util.List;
import java.util.function.Supplier;

/// Runs tasks that know nothing of each other, and perhaps several of them at a time: the simulator
/// has no threads of its own.
public interface Replicator {

    /// One after the other, where it is called.
    Replicator HERE =
            new Replicator() {
                @Override
                public int parallel() {
                    return 1;
                }

                @Override
                public <T> List<T> all(List<Supplier<T>> tasks) {
                    return tasks.stream().map(Supplier::get).toList();
                }
            };

    /// How many tasks it runs at a time.
    int parallel();

    /// Runs all of them.
    ///
    /// @return what they gave, in the order of the tasks
    /// @throws RuntimeException what one of them threw; then none runs any more
    /// @throws InterruptedException when the calling thread was; then none runs any more
    <T> List<T> all(List<Supplier<T>> tasks) throws InterruptedException;
}
