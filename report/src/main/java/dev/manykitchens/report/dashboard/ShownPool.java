package dev.manykitchens.report.dashboard;

import dev.manykitchens.core.job.Origin;

import java.util.Optional;
import java.util.OptionalInt;

/// What is known of a pool before its first event.
///
/// @param name its spec
/// @param stoves how many jobs can compute at once in each of its processes; empty when nothing
///   limits them
/// @param serves whether it is there before anybody says so, with the slots of whoever joins: a
///   cluster
/// @param inside this JVM, where the pool is inside it; empty when its jobs run in other processes
public record ShownPool(String name, OptionalInt stoves, boolean serves, Optional<ThisJvm> inside) {

    /// The name of the worker in the events of a pool inside this JVM.
    static final String LOCAL = Origin.THIS_JVM;

    /// The process of the dashboard.
    public record ThisJvm(String host, long pid, String version) {}

    /// One that is opened for somebody, and says when it is ready.
    public ShownPool(String name, OptionalInt stoves, Optional<ThisJvm> inside) {
        this(name, stoves, false, inside);
    }

    /// A cluster, which whoever wants to joins.
    public static ShownPool serving(String name) {
        return new ShownPool(name, OptionalInt.empty(), true, Optional.empty());
    }

    /// One whose jobs run in other processes, which say themselves what they are.
    public static ShownPool elsewhere(String name) {
        return new ShownPool(name, OptionalInt.empty(), Optional.empty());
    }

    /// The same with other stoves.
    ShownPool withStoves(OptionalInt other) {
        return new ShownPool(name, other, serves, inside);
    }

    boolean isInsideThisJvm() {
        return inside.isPresent();
    }

    ThisJvm here() {
        return inside.orElseThrow();
    }
}
