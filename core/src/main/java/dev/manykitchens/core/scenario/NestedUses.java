package dev.manykitchens.core.scenario;

import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.resource.ResourceSpec;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Which resources the jobs of a scenario take while they hold others, and whether jobs can wait
/// for each other for ever without anybody who sees it.
///
/// A circle of resources, each of which some job takes while it holds the one before, can become a
/// deadlock (Coffman, Elphick and Shoshani, *System Deadlocks*, 1971: a circular wait needs a
/// circle in the order in which resources are taken). Where all of them are of one scope, whoever
/// gives out the permits sees the deadlock when it happens. Where some are each kitchen's and some
/// shared by all, nobody does, so it is the scenario that is looked at, before it is run.
public final class NestedUses {

    /// Jobs of a class take a resource while they hold another one.
    ///
    /// @param jobClass its name
    /// @param outer what they hold
    /// @param inner what they take
    /// @param held all that they hold then, `outer` too
    public record Nesting(String jobClass, String outer, String inner, Set<String> held) {
        public Nesting {
            held = Set.copyOf(held);
        }
    }

    private final Scenario scenario;
    private final List<Nesting> nestings = new ArrayList<>();

    private NestedUses(Scenario scenario) {
        this.scenario = scenario;
        for (JobClass its : scenario.classes()) {
            collect(its.name(), its.steps(), new ArrayDeque<>());
        }
    }

    /// A circle that leads through permits of a kitchen and through shared ones, and that jobs can
    /// close on this pool; empty when there is none. Each nesting takes what the next one holds.
    ///
    /// Told from the scenario alone, so it need not happen in a run.
    public static Optional<List<Nesting>> unseenCircle(Scenario scenario, PoolSpec spec) {
        return spec.leavesThisJvm()
                ? new NestedUses(scenario).unseenCircle(spec)
                : Optional.empty();
    }

    private void collect(String jobClass, List<StepPlan> steps, Deque<String> held) {
        for (StepPlan step : steps) {
            if (step instanceof StepPlan.Use(String resource, List<StepPlan> inner)) {
                Set<String> all = new HashSet<>(held);
                for (String outer : all) {
                    Nesting nesting = new Nesting(jobClass, outer, resource, all);
                    if (!outer.equals(resource) && !nestings.contains(nesting)) {
                        nestings.add(nesting);
                    }
                }
                held.push(resource);
                collect(jobClass, inner, held);
                held.pop();
            }
        }
    }

    private Optional<List<Nesting>> unseenCircle(PoolSpec spec) {
        nestings.removeIf(nesting -> !canBeWaitedFor(nesting.inner(), spec));
        // A circle of both scopes has a place where the scope changes.
        return nestings.stream()
                .filter(nesting -> isKitchens(nesting.outer()) != isKitchens(nesting.inner()))
                .map(this::circle)
                .flatMap(Optional::stream)
                .filter(circle -> !isGuarded(circle))
                .findFirst();
    }

    /// The shortest one that begins so.
    private Optional<List<Nesting>> circle(Nesting first) {
        Map<String, Nesting> reachedBy = new HashMap<>();
        Deque<String> reached = new ArrayDeque<>(List.of(first.inner()));
        while (!reached.isEmpty() && !reachedBy.containsKey(first.outer())) {
            String held = reached.remove();
            for (Nesting next : nestings) {
                if (next.outer().equals(held)
                        && !next.inner().equals(first.inner())
                        && reachedBy.putIfAbsent(next.inner(), next) == null) {
                    reached.add(next.inner());
                }
            }
        }
        if (!reachedBy.containsKey(first.outer())) {
            return Optional.empty();
        }
        List<Nesting> circle = new ArrayList<>();
        for (String at = first.outer(); !at.equals(first.inner()); ) {
            Nesting way = Objects.requireNonNull(reachedBy.get(at));
            circle.addFirst(way);
            at = way.outer();
        }
        circle.addFirst(first);
        return Optional.of(circle);
    }

    /// Whether all of it happens while a job holds something of which there is only one: then no
    /// two jobs are in it.
    private boolean isGuarded(List<Nesting> circle) {
        Set<String> common = new HashSet<>(circle.getFirst().held());
        circle.forEach(nesting -> common.retainAll(nesting.held()));
        return common.stream()
                .map(name -> Objects.requireNonNull(scenario.resources().get(name)))
                .anyMatch(resource ->
                        resource.permits() == 1 && resource.scope() == ResourceSpec.Scope.SHARED);
    }

    /// Of what there are as many as jobs at a time, nobody waits for a permit.
    private boolean canBeWaitedFor(String name, PoolSpec spec) {
        OptionalInt users =
                isKitchens(name) && spec.kind() instanceof PoolSpec.Kind.Processes processes
                        ? OptionalInt.of(processes.threads())
                        : isKitchens(name) ? OptionalInt.empty() : spec.kind().slots();
        int permits = Objects.requireNonNull(scenario.resources().get(name)).permits();
        return users.isEmpty() || permits < users.getAsInt();
    }

    private boolean isKitchens(String name) {
        return Objects.requireNonNull(scenario.resources().get(name)).scope()
                == ResourceSpec.Scope.KITCHEN;
    }
}
