package dev.manykitchens.core.scaling;

import dev.manykitchens.core.comparison.ComparisonResult;
import dev.manykitchens.core.comparison.PoolMeasurement;
import dev.manykitchens.core.measurement.Split;
import dev.manykitchens.core.pool.PoolSpec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/// Finds the pools of a comparison that differ only in their size.
public final class Families {

    private Families() {}

    /// A kind of pool, and which size of it one pool is.
    private record Member(String family, int size) {}

    /// What follows for every kind of pool of which two sizes or more were measured, in the order
    /// named. Pools that cannot be compared, because jobs failed or no round is complete, take no
    /// part, and neither does the second of two pools that are named alike.
    public static List<Scaling> of(ComparisonResult result) {
        Map<String, Map<Integer, Scaling.Point>> families = new LinkedHashMap<>();
        for (PoolMeasurement pool : result.pools()) {
            if (pool.isComparable()) {
                member(pool.spec())
                        .ifPresent(member ->
                                families.computeIfAbsent(
                                                member.family(), _ -> new LinkedHashMap<>())
                                        .putIfAbsent(
                                                member.size(), point(pool, member.size(), result)));
            }
        }
        List<Scaling> scalings = new ArrayList<>();
        families.forEach((family, points) -> {
            if (points.size() > 1) {
                scalings.add(
                        Scaling.of(family, List.copyOf(points.values()), result.options().seed()));
            }
        });
        return scalings;
    }

    /// Whether two of these pools differ only in their size.
    public static boolean canBeFitted(List<PoolSpec> pools) {
        return pools.stream()
                .distinct()
                .flatMap(spec -> member(spec).stream())
                .collect(Collectors.groupingBy(Member::family))
                .values()
                .stream()
                .anyMatch(members -> members.size() > 1);
    }

    private static Scaling.Point point(PoolMeasurement pool, int size, ComparisonResult result) {
        Split split = pool.split();
        Map<String, Double> parts = new LinkedHashMap<>();
        parts.put("encode", split.encode());
        parts.put("wire", split.wire());
        parts.put("stove", split.stove() - split.core());
        parts.put(Scaling.CORE, split.core());
        parts.put("cpu", split.cpu());
        parts.put("resource", split.resource());
        parts.put("return", split.returned());
        return new Scaling.Point(
                pool.name(), size, result.batch().size(), pool.seconds(), Map.copyOf(parts));
    }

    private static Optional<Member> member(PoolSpec spec) {
        return switch (spec.kind()) {
            case PoolSpec.Kind.Threads(int size) -> Optional.of(sized(spec, "", size));
            case PoolSpec.Kind.ForkJoin(int size) -> Optional.of(sized(spec, "", size));
            case PoolSpec.Kind.Hybrid(int size) -> Optional.of(sized(spec, "", size));
            case PoolSpec.Kind.Virtual(OptionalInt limit) ->
                    limit.isPresent()
                            ? Optional.of(sized(spec, "", limit.getAsInt()))
                            : Optional.empty();
            case PoolSpec.Kind.Processes(int size, int threads) ->
                    Optional.of(sized(spec, threads == 1 ? "" : ":Nx" + threads, size));
            case PoolSpec.Kind.Cluster(OptionalInt size) ->
                    size.isPresent()
                            ? Optional.of(sized(spec, "", size.getAsInt()))
                            : Optional.empty();
            case PoolSpec.Kind.PythonThreads(int size) -> Optional.of(sized(spec, "", size));
            case PoolSpec.Kind.PythonProcesses(int size) -> Optional.of(sized(spec, "", size));
            case PoolSpec.Kind.Sequential(), PoolSpec.Kind.Async(), PoolSpec.Kind.PythonAsyncio() ->
                    Optional.empty();
        };
    }

    private static Member sized(PoolSpec spec, String shape, int size) {
        return new Member(spec.kind().word() + shape + spec.stoves(), size);
    }
}
