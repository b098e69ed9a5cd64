package dev.manykitchens.cli;

import dev.manykitchens.core.pool.HeapLimit;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.pool.PoolSpec;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.util.List;

/// How much heap each worker JVM that is started here may have.
final class WorkerMemoryOption {

    private static final String NAME = "--worker-memory";

    @Option(
            names = NAME,
            paramLabel = "SIZE",
            description =
                    "The most heap of each worker JVM of processes:N, such as 512m or 2g (default: its share of six tenths of this machine's memory).")
    private @Nullable String size;

    /// Refuses it where no pool has worker JVMs that are started here.
    ///
    /// @throws UserMistakeException in one line
    void check(List<PoolSpec> pools) {
        if (size != null && pools.stream().noneMatch(WorkerMemoryOption::hasWorkerJvms)) {
            throw new UserMistakeException(
                    "%s is for worker JVMs that are started here, processes:N, was given with %s%s"
                            .formatted(
                                    NAME,
                                    pools,
                                    pools.stream().anyMatch(ClusterOptions::isCluster)
                                            ? "; JDK_JAVA_OPTIONS=-Xmx"
                                                    + size
                                                    + " in the environment of kitchen worker bounds one that joins a cluster"
                                            : ""));
        }
    }

    private static boolean hasWorkerJvms(PoolSpec spec) {
        return spec.kind() instanceof PoolSpec.Kind.Processes;
    }

    /// The options with this limit, when one was given.
    ///
    /// @throws UserMistakeException in one line when it is none
    PoolOptions addTo(PoolOptions options) {
        String given = size;
        return given == null
                ? options
                : options.withWorkerHeap(
                        UserMistakeException.unless(NAME, () -> HeapLimit.parse(given)));
    }
}
