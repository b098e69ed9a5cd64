package dev.manykitchens.core.pool;

import dev.manykitchens.core.recipe.Recipe;

import java.util.ServiceLoader;

/// Opens pools.
public final class Pools {

    private Pools() {}

    /// Opens a pool by its spec, such as `threads:4` or `processes:2x4+gil`, with the recipes on
    /// the class path.
    public static Pool open(String spec) {
        return open(PoolSpec.parse(spec), PoolOptions.defaults());
    }

    /// Opens a pool and returns when it can take jobs.
    ///
    /// @throws IllegalStateException when it cannot be opened, in one line
    public static Pool open(PoolSpec spec, PoolOptions options) {
        spec.requireStartable();
        return switch (spec.kind()) {
            case PoolSpec.Kind.Processes _,
                    PoolSpec.Kind.Cluster _,
                    PoolSpec.Kind.PythonThreads _,
                    PoolSpec.Kind.PythonProcesses _,
                    PoolSpec.Kind.PythonAsyncio _ ->
                    provider(spec).open(spec, options);
            case PoolSpec.Kind.Sequential _,
                    PoolSpec.Kind.Threads _,
                    PoolSpec.Kind.Virtual _,
                    PoolSpec.Kind.ForkJoin _,
                    PoolSpec.Kind.Async _,
                    PoolSpec.Kind.Hybrid _ ->
                    LocalPools.open(spec, options);
        };
    }

    /// Refuses a recipe that would end this JVM. A pool refuses it as well, once it is open and
    /// gets its jobs.
    ///
    /// @throws IllegalArgumentException naming both, in one line
    public static void requireHarmless(PoolSpec spec, Recipe recipe) {
        switch (recipe.hazard()) {
            case NONE -> {}
            case ENDS_ITS_JVM -> {
                if (!spec.leavesThisJvm()) {
                    throw new IllegalArgumentException(
                            "%s ends the JVM it runs in, so it needs worker JVMs such as processes:2, was to run on %s"
                                    .formatted(recipe.name(), spec));
                }
            }
        }
    }

    private static PoolProvider provider(PoolSpec spec) {
        return ServiceLoader.load(PoolProvider.class, Pools.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.provides(spec.kind()))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException(
                                "the pool "
                                        + spec
                                        + " needs a module that opens "
                                        + spec.kind().word()
                                        + "; put many-kitchens-coordinator on the class path"));
    }
}
