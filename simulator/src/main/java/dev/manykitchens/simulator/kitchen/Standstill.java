package dev.manykitchens.simulator.kitchen;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Why nothing happens any more although jobs have not ended: those that hold a resource and wait
/// for another one, in a circle.
final class Standstill {

    private Standstill() {}

    /// The circle, for people; who waits for what, when there is none.
    static String of(Collection<NamedPermits> resources) {
        List<NamedPermits> awaited = resources.stream().filter(NamedPermits::isAwaited).toList();
        return awaited.stream()
                .map(Standstill::circle)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseGet(() -> queues(awaited));
    }

    /// Whether some hold a resource and wait for another one, in a circle.
    static boolean hasCircle(Collection<NamedPermits> resources) {
        return resources.stream()
                .filter(NamedPermits::isAwaited)
                .anyMatch(awaited -> circle(awaited).isPresent());
    }

    /// Follows holders to what they wait for, until a resource comes again.
    private static Optional<String> circle(NamedPermits first) {
        List<NamedPermits> passed = new ArrayList<>();
        List<String> links = new ArrayList<>();
        Optional<NamedPermits> here = Optional.of(first);
        while (here.isPresent() && !passed.contains(here.get())) {
            NamedPermits held = here.get();
            passed.add(held);
            Optional<SimulatedResource.Owner> holder =
                    held.owners().stream()
                            .filter(owner -> owner.waitsFor().isPresent())
                            .findFirst();
            here = holder.flatMap(SimulatedResource.Owner::waitsFor);
            if (here.isPresent()) {
                links.add("%s holds %s and waits for %s".formatted(holder.get(), held, here.get()));
            }
        }
        return here.map(
                again -> String.join(", ", links.subList(passed.indexOf(again), links.size())));
    }

    private static String queues(List<NamedPermits> awaited) {
        return String.join(
                ", ",
                awaited.stream()
                        .map(resource -> resource.waiting() + " wait for " + resource)
                        .toList());
    }
}
