package dev.manykitchens.coordinator.link;

import dev.manykitchens.core.event.WorkerFacts;

import java.util.List;
import java.util.Optional;

/// Who a worker says it is, once its token and versions were found good.
///
/// @param wantedName what its owner wants it to be called; empty: no wish
/// @param nameGiven whether a coordinator gave it that name, so that it is nobody's wish
/// @param host host name as the worker knows it
/// @param pid process id on that host
/// @param threads how many chunks it runs at once
/// @param recipes the recipes that it can run
/// @param instance made at random when its process began; empty: it never comes back
/// @param ourClock whether its times are those of this process's own clock
/// @param adjusts whether it can be made another size, or be halted, while it works
/// @param facts for people
/// @param held what it says that it has; empty: it does not say
public record WorkerHello(
        String wantedName,
        boolean nameGiven,
        String host,
        long pid,
        int threads,
        List<String> recipes,
        String instance,
        boolean ourClock,
        boolean adjusts,
        WorkerFacts facts,
        Optional<Held> held) {

    /// What a worker has when it says hello.
    ///
    /// @param received how many leases have reached it since it was last welcomed as one that was
    ///   not known, as its credits are counted
    /// @param leases those that run or wait there, and those of which it has results that it was
    ///   not told to have been heard
    /// @param permits those that its jobs hold, as they asked for them
    public record Held(
            long received, List<Long> leases, List<WorkerMessage.ResourceWanted> permits) {

        /// What a worker has that has just begun.
        public static final Held NOTHING = new Held(0, List.of(), List.of());

        public Held {
            leases = List.copyOf(leases);
            permits = List.copyOf(permits);
        }
    }

    /// Of a worker that does not say what it has.
    public WorkerHello(
            String wantedName,
            boolean nameGiven,
            String host,
            long pid,
            int threads,
            List<String> recipes,
            String instance,
            boolean ourClock,
            boolean adjusts,
            WorkerFacts facts) {
        this(
                wantedName,
                nameGiven,
                host,
                pid,
                threads,
                recipes,
                instance,
                ourClock,
                adjusts,
                facts,
                Optional.empty());
    }

    /// Of a worker that was spawned here: its clock must be aligned, it never comes back, and stays
    /// as it is.
    public WorkerHello(
            String wantedName, String host, long pid, int threads, List<String> recipes) {
        this(wantedName, false, host, pid, threads, recipes, "", false, false, WorkerFacts.UNKNOWN);
    }

    public WorkerHello {
        recipes = List.copyOf(recipes);
        if (threads < 1) {
            throw new IllegalArgumentException(
                    "a worker must have at least 1 thread, has " + threads);
        }
    }
}
