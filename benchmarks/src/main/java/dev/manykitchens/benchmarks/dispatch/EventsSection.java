package dev.manykitchens.benchmarks.dispatch;

import dev.manykitchens.core.cluster.ClusterView;
import dev.manykitchens.core.cluster.ClusterWatch;
import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.pool.Pools;
import dev.manykitchens.report.metrics.ClusterMetrics;

/// What it costs to be watched.
final class EventsSection implements Section {

    private static final String POOL = "processes:2";
    private static final int JOBS = 5_000_000;
    private static final Bound NEARLY_FREE = Bound.atLeast(0.95);

    @Override
    public String name() {
        return "events";
    }

    @Override
    public String question() {
        return "what does a map lose when somebody listens, and when metrics are kept?";
    }

    @Override
    public void measure(Effort effort, Findings findings) throws Exception {
        int jobs = effort.jobs(JOBS);
        CountedJobs events = new CountedJobs();
        try (ClusterMetrics metrics = new ClusterMetrics(EventsSection::nobodyScrapes);
                Pool silent = open(EventSink.NONE);
                Pool heard = open(events);
                Pool kept = open(EventSink.tee(new ClusterWatch(System.nanoTime()), metrics))) {
            Alternation sides =
                    Alternation.of(
                            effort,
                            () -> MapSection.ours(heard, jobs),
                            () -> MapSection.ours(kept, jobs),
                            () -> MapSection.ours(silent, jobs));
            add(findings, sides, "map with a listener; without", 0);
            add(findings, sides, "map with a coordinator's metrics; without", 1);
        }
        events.require((long) jobs * (effort.rounds() + effort.warmUps()));
    }

    private static void add(Findings findings, Alternation sides, String what, int side) {
        findings.add(what, sides, side, 2, Units::jobsPerSecond, NEARLY_FREE);
    }

    private static Pool open(EventSink sink) {
        return Pools.open(PoolSpec.parse(POOL), PoolOptions.defaults().withEvents(sink));
    }

    private static ClusterView nobodyScrapes() {
        throw new IllegalStateException("metrics must not be scraped here, were");
    }
}
