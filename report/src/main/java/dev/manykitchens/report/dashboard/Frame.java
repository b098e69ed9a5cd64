package dev.manykitchens.report.dashboard;

import com.fasterxml.jackson.annotation.JsonInclude;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/// What a page is told at one moment: all that is known (a snapshot), or what changed since the
/// frame before. As JSON this is the contract with the page.
///
/// Times are seconds since the dashboard's zero, durations are seconds; null is unknown. Rows are
/// merged by their `id`; what did not change is left out.
///
/// @param epoch which dashboard; frames of another one do not follow
/// @param frame the number of the frame, or of the last one that a snapshot holds
/// @param about what does not change; only in snapshots
/// @param running jobs in progress: each replaces the last list of its kitchen
/// @param poolsLeftOut how many more pools there are than there are rows; their jobs are nowhere
/// @param bars jobs that ended
/// @param barsLeftOut how many more jobs ended than there are in the bars
/// @param fine figures of each tenth of a second
/// @param coarse figures of each second
/// @param totals of all pools together
/// @param comparison the pools of a comparison, in its order: all of them, when one changed
/// @param stage what is played, or was last, when something of it changed
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Frame(
        String epoch,
        long frame,
        double now,
        @Nullable About about,
        List<PoolRow> pools,
        int poolsLeftOut,
        List<KitchenRow> kitchens,
        @Nullable Gone gone,
        List<BatchRow> batches,
        List<ResourceRow> resources,
        List<RunningJobs> running,
        @Nullable BarColumns bars,
        long barsLeftOut,
        Map<String, List<@Nullable Double>> fine,
        Map<String, List<@Nullable Double>> coarse,
        @Nullable TotalsRow totals,
        List<NewsRow> news,
        List<ComparisonRow> comparison,
        @Nullable StageRow stage) {

    /// A row that is known by its number.
    sealed interface Row {
        int id();
    }

    /// What is shown.
    ///
    /// @param title the command that runs
    /// @param started when the dashboard's zero was, as ISO 8601
    /// @param acts whether the page may change anything here, given a token
    /// @param pieces what it may start
    record About(String title, String version, String started, boolean acts, List<Piece> pieces) {

        /// The same, where one may act.
        About acting(List<Piece> offered) {
            return new About(title, version, started, true, List.copyOf(offered));
        }
    }

    /// A pool.
    ///
    /// @param name its spec
    /// @param mark what tells it from those of the same name that were opened before, `2nd` and so
    ///   on; empty for the first
    /// @param slots how many jobs can run at once; null when nothing limits them, and before it is
    ///   ready
    /// @param ready whether it can take jobs; before, it is being opened
    /// @param startup from the call that opened it until it could take jobs; null until then
    /// @param open whether it has not been closed
    /// @param possible what of it can be changed, as [dev.manykitchens.core.control.Change.Kind],
    ///   in small letters
    /// @param stoves how it is set, as [dev.manykitchens.core.control.PoolSettings] has it, as the
    ///   next three; null for what is empty there
    /// @param totals since it opened, of all batches, shown or not
    /// @param batchesLeftOut how many more unfinished batches there are than there are rows
    /// @param resourcesLeftOut whether there are more resources than there are rows
    /// @param kitchensLeftOut how many more kitchens the pool had when it was closed than there are
    ///   rows
    record PoolRow(
            int id,
            String name,
            String mark,
            @Nullable Integer slots,
            boolean ready,
            boolean open,
            @Nullable Double startup,
            List<String> possible,
            @Nullable Integer stoves,
            @Nullable Integer threads,
            @Nullable Integer prefetch,
            @Nullable Integer chunkJobs,
            TotalsRow totals,
            int batchesLeftOut,
            boolean resourcesLeftOut,
            int kitchensLeftOut)
            implements Row {}

    /// A process that runs jobs. The last ones of a pool that is closed stay as they were.
    ///
    /// @param threads how many jobs can run at once; 0 when nothing limits them
    /// @param ending how many jobs run beyond that, each on a thread of more that there were, which
    ///   ends with it
    /// @param stoves how many of its jobs can compute at once; 0 when nothing limits them
    /// @param state as [dev.manykitchens.core.event.WorkerState], in small letters
    /// @param reason why it is in it, in words
    /// @param rss bytes of memory resident
    /// @param heap bytes of its heap in use
    /// @param heapMost the most that its heap may take
    /// @param cpu cores that it kept busy between its last two heartbeats
    /// @param joined when
    /// @param heard when it last gave a sign of life
    /// @param running jobs that it has: waiting there, running, on their way
    record KitchenRow(
            int id,
            int pool,
            String name,
            String host,
            long pid,
            int threads,
            int ending,
            int stoves,
            String state,
            String reason,
            @Nullable Long rss,
            @Nullable Long heap,
            @Nullable Long heapMost,
            @Nullable Double cpu,
            String version,
            double joined,
            double heard,
            int running,
            long succeeded,
            long failed)
            implements Row {

        /// The same with so many jobs.
        KitchenRow withRunning(int jobs) {
            return new KitchenRow(
                    id, pool, name, host, pid, threads, ending, stoves, state, reason, rss, heap,
                    heapMost, cpu, version, joined, heard, jobs, succeeded, failed);
        }
    }

    /// Rows that are no more, by number.
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Gone(List<Integer> pools, List<Integer> kitchens, List<Integer> batches) {

        /// These numbers; null without any.
        static @Nullable Gone of(
                List<Integer> pools, List<Integer> kitchens, List<Integer> batches) {
            return pools.isEmpty() && kitchens.isEmpty() && batches.isEmpty()
                    ? null
                    : new Gone(pools, kitchens, batches);
        }
    }

    /// A batch.
    ///
    /// @param number what its pool calls it
    /// @param settledElsewhere jobs of it that had ended before it was handed in again
    /// @param jobs all others
    /// @param orphaned jobs cancelled because their client went away
    /// @param running jobs that workers have, or that run
    /// @param retried how often one of its jobs went back to the queue
    /// @param finished when its last job ended; null before
    record BatchRow(
            int id,
            int pool,
            long number,
            String recipe,
            int settledElsewhere,
            int jobs,
            int running,
            int succeeded,
            int failed,
            int cancelled,
            int orphaned,
            int retried,
            double submitted,
            @Nullable Double finished)
            implements Row {}

    /// A named resource.
    ///
    /// @param permits how many there are; null before its first use is over
    /// @param waiting how many jobs are in line for it at this moment, of those in progress that
    ///   are told of
    /// @param uses how often it was used
    /// @param busy the share of its permits that was held during the last seconds, from uses that
    ///   ended then
    /// @param waitMean how long jobs waited for it, on average over all uses
    record ResourceRow(
            int id,
            int pool,
            String name,
            @Nullable Integer permits,
            int waiting,
            long uses,
            double busy,
            double waitMean)
            implements Row {}

    /// Jobs in progress in one kitchen; the columns are of one length.
    ///
    /// @param at when they were looked at
    /// @param inAll how many there are, those left out included
    /// @param stage `queue` (there, not begun), `cpu`, `wait`, `stove` or `resource`
    record RunningJobs(
            int kitchen,
            double at,
            int inAll,
            int[] lane,
            long[] batch,
            int[] job,
            int[] attempt,
            double[] start,
            String[] stage)
            implements Row {

        @Override
        public int id() {
            return kitchen;
        }
    }

    /// What became of jobs: of a pool, or of all together. As many were submitted as the next seven
    /// figures have.
    ///
    /// @param settledElsewhere jobs that had ended before their client handed them in again
    /// @param orphaned jobs cancelled because their client went away; one that was handed in again
    ///   was submitted twice
    record TotalsRow(
            long submitted,
            long settledElsewhere,
            long queued,
            long running,
            long succeeded,
            long failed,
            long cancelled,
            long orphaned,
            long retried,
            long workersLost) {

        static final TotalsRow NONE = new TotalsRow(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

        TotalsRow plus(TotalsRow other) {
            return new TotalsRow(
                    submitted + other.submitted,
                    settledElsewhere + other.settledElsewhere,
                    queued + other.queued,
                    running + other.running,
                    succeeded + other.succeeded,
                    failed + other.failed,
                    cancelled + other.cancelled,
                    orphaned + other.orphaned,
                    retried + other.retried,
                    workersLost + other.workersLost);
        }
    }

    /// Something that happened.
    record NewsRow(int id, double at, String text) implements Row {}
}
