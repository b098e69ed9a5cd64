package dev.manykitchens.report.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

import dev.manykitchens.core.comparison.Others;
import dev.manykitchens.core.measurement.JobCosts;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/// What single jobs cost on a pool, for simulations to start from. The lists have an entry for each
/// job of a sample of at most [JobCosts#MOST]; the entries of one job stand at the same place.
///
/// @param round so many jobs at a time are all those of one round, in the order of their positions;
///   0 where the sample is of more jobs and has no order
/// @param cpu how long each computed, as processor time of its thread
/// @param waiting how long each was in steps that wait
/// @param overhead what dispatch costs a job: of rounds the pool's overhead a job, of a load the
///   way of a job to where it ran and of its outcome back; null when not known
/// @param way how long a lone job that has nothing to do is on the way to a worker JVM and back;
///   null where there is none, or when not known
/// @param resources the named resources that jobs hold while they run
/// @param observed for how long, in seconds, it was looked at what others did on the host while the
///   jobs were measured; null when nobody looked, as are the next
/// @param others how much processor time they used meanwhile, in seconds
public record CostsEntry(
        int round,
        double[] cpu,
        @JsonProperty("wait") double[] waiting,
        @Nullable Double overhead,
        @Nullable Double way,
        List<String> resources,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double observed,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double others) {

    public CostsEntry {
        resources = Absent.orEmpty(resources);
        var _ = new JobCosts(nanos(cpu), nanos(waiting), round);
    }

    /// Of a sample.
    ///
    /// @param overhead in seconds; NaN when not known
    /// @param way the same
    /// @param others what others did meanwhile
    public static CostsEntry of(
            JobCosts costs, double overhead, double way, List<String> resources, Others others) {
        return new CostsEntry(
                costs.round(),
                seconds(costs.cpuNanos()),
                seconds(costs.waitNanos()),
                RunFileWriter.known(overhead),
                RunFileWriter.known(way),
                resources,
                others.nanos() == 0 ? null : others.nanos() / 1e9,
                // Ticks that were booked late may make it less than nothing.
                others.nanos() == 0 ? null : Math.max(0, others.cpuNanos()) / 1e9);
    }

    /// What others did on the host while these jobs were measured.
    public Others disturbance() {
        return observed == null || others == null
                ? Others.UNKNOWN
                : new Others(Math.round(others * 1e9), Math.round(observed * 1e9));
    }

    /// The sample.
    public JobCosts sample() {
        return new JobCosts(nanos(cpu), nanos(waiting), round);
    }

    private static double[] seconds(long[] nanos) {
        return LongStream.of(nanos).mapToDouble(nano -> nano / 1e9).toArray();
    }

    private static long[] nanos(double[] seconds) {
        return Arrays.stream(seconds).mapToLong(second -> Math.round(second * 1e9)).toArray();
    }
}
