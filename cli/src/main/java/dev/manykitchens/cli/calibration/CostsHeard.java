package dev.manykitchens.cli.calibration;

import dev.manykitchens.core.comparison.ComparisonListener;
import dev.manykitchens.core.comparison.Others;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.load.LoadListener;
import dev.manykitchens.core.load.LoadMeasurement;
import dev.manykitchens.core.measurement.CostSampler;
import dev.manykitchens.core.measurement.JobCosts;
import dev.manykitchens.core.measurement.MeasuredRound;
import dev.manykitchens.report.run.CostsEntry;
import dev.manykitchens.report.run.PoolEntry;
import dev.manykitchens.report.run.RunFile;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Keeps a sample of what single jobs cost on each pool of a comparison, for its file.
public final class CostsHeard implements ComparisonListener, LoadListener {

    private final List<String> resources;
    private final boolean struck;
    private final Map<String, CostSampler> rounds = new HashMap<>();
    private final Map<String, LoadMeasurement> loads = new HashMap<>();
    private final Map<String, Duration> ways = new HashMap<>();
    private final Map<String, Others> others = new HashMap<>();

    /// @param batch what runs
    /// @param struck whether faults strike worker JVMs: what was lost by them is no cost of
    ///   dispatch
    public CostsHeard(Batch batch, boolean struck) {
        this.struck = struck;
        resources = UsedResources.of(batch);
    }

    @Override
    public void opening(String pool) {}

    @Override
    public void warmingUp(String pool) {}

    @Override
    public void wayMeasured(String pool, Duration way) {
        ways.put(pool, way);
    }

    @Override
    public void measured(String pool, int number, MeasuredRound round) {
        rounds.computeIfAbsent(pool, _ -> new CostSampler()).add(round.finished());
        others.merge(pool, Others.of(round.round()), Others::plus);
    }

    @Override
    public void loaded(String pool, LoadMeasurement measurement) {
        loads.put(pool, measurement);
    }

    /// The file of the same comparison, with what was heard of its pools.
    public RunFile in(RunFile file) {
        Map<String, CostsEntry> costs = new HashMap<>();
        for (PoolEntry pool : file.pools()) {
            CostSampler sampler = rounds.get(pool.pool());
            LoadMeasurement load = loads.get(pool.pool());
            if (sampler != null) {
                Double overhead = pool.overheadPerJob();
                put(costs, pool, sampler.costs(), overhead == null ? Double.NaN : overhead);
            } else if (load != null) {
                put(costs, pool, load.costs(), load.waySeconds());
            }
        }
        return file.withCosts(costs);
    }

    private void put(
            Map<String, CostsEntry> costs, PoolEntry pool, JobCosts sample, double overhead) {
        if (sample.jobs() > 0) {
            boolean unknown = struck && pool.pool().startsWith("processes");
            Duration way = ways.get(pool.pool());
            costs.put(
                    pool.pool(),
                    CostsEntry.of(
                            sample,
                            unknown ? Double.NaN : overhead,
                            way == null ? Double.NaN : way.toNanos() / 1e9,
                            resources,
                            others.getOrDefault(pool.pool(), Others.UNKNOWN)));
        }
    }
}
