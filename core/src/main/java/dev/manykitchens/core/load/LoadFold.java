package dev.manykitchens.core.load;

import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.measurement.ClassResponses;
import dev.manykitchens.core.measurement.Deadlines;
import dev.manykitchens.core.measurement.JobCosts;
import dev.manykitchens.core.measurement.LateJobs;
import dev.manykitchens.core.measurement.Latency;

import org.HdrHistogram.Histogram;
import org.apache.commons.statistics.descriptive.DoubleStatistics;
import org.apache.commons.statistics.descriptive.Statistic;

import java.util.Arrays;
import java.util.EnumSet;

/// Makes a measurement of what was recorded. Folding waits until the load is over, so that it does
/// not compete with what is measured.
final class LoadFold {

    private static final double NANOS = 1e9;

    private final ArrivalSchedule schedule;
    private final LoadRecorder recorder;
    private final LoadDriver.Trace trace;
    private final Aim aim;
    private final int offered;

    /// What jobs were to keep.
    ///
    /// @param atOnce how many always come at the same instant
    /// @param isClosed whether they wait for each other
    record Aim(int atOnce, boolean isClosed, Deadlines deadlines) {}

    private LoadFold(
            ArrivalSchedule schedule,
            LoadRecorder recorder,
            LoadDriver.Trace trace,
            Aim aim,
            int offered) {
        this.aim = aim;
        this.schedule = schedule;
        this.recorder = recorder;
        this.trace = trace;
        this.offered = offered;
    }

    static LoadMeasurement measurement(
            ArrivalSchedule schedule, LoadRecorder recorder, LoadDriver.Trace trace) {
        return measurement(schedule, recorder, trace, new Aim(1, false, Deadlines.NONE));
    }

    static LoadMeasurement measurement(
            ArrivalSchedule schedule, LoadRecorder recorder, LoadDriver.Trace trace, Aim aim) {
        int offered = schedule.due(trace.endNanos() - trace.beginNanos());
        return new LoadFold(schedule, recorder, trace, aim, offered).measurement();
    }

    private LoadMeasurement measurement() {
        Histogram response = Latency.histogram();
        Histogram service = Latency.histogram();
        double[] responses = new double[offered];
        double[] services = new double[offered];
        long[] cpu = new long[offered];
        long[] waiting = new long[offered];
        double way = 0;
        int succeeded = 0;
        int completed = 0;
        int completedByHalfTime = 0;
        long halfTime = trace.beginNanos() + (trace.endNanos() - trace.beginNanos()) / 2;
        int failed = 0;
        int cancelled = 0;
        LateJobs late = new LateJobs(aim.deadlines());
        ClassResponses byClass = new ClassResponses(aim.deadlines());
        for (int job = 0; job < offered; job++) {
            boolean ended = recorder.hasEnded(job);
            Outcome.Kind kind = ended ? recorder.kindOf(job) : Outcome.Kind.CANCELLED;
            long known = ended ? recorder.deliveredNanos(job) : trace.overNanos();
            long nanos = Math.max(0, known - trace.beginNanos() - schedule.offsetNanos(job));
            responses[job] = nanos / NANOS;
            late.add(job, nanos);
            byClass.add(job, nanos);
            if (!kind.isCancellation() && known <= trace.endNanos()) {
                completed++;
                completedByHalfTime += known <= halfTime ? 1 : 0;
            }
            switch (kind) {
                case SUCCEEDED -> {
                    long ran = recorder.serviceNanos(job);
                    response.recordValue(nanos);
                    service.recordValue(ran);
                    cpu[succeeded] = recorder.cpuNanos(job);
                    waiting[succeeded] = recorder.waitNanos(job);
                    way += Math.max(0, recorder.wayNanos(job));
                    services[succeeded++] = ran;
                }
                case CANCELLED, ORPHANED -> {
                    response.recordValue(nanos);
                    cancelled++;
                }
                case FAILED, TIMED_OUT, WORKER_LOST -> failed++;
            }
        }
        double seconds = (trace.endNanos() - trace.beginNanos()) / NANOS;
        LoadCounts counts = new LoadCounts(seconds, offered, completed, failed, cancelled);
        return new LoadMeasurement(
                counts,
                keepingUp(
                        counts,
                        responses,
                        variation(Arrays.copyOf(services, succeeded)),
                        new KeepingUp.Backlog(
                                schedule.due(halfTime - trace.beginNanos()) - completedByHalfTime,
                                counts.inSystemAtEnd())),
                Latency.of(response),
                Latency.of(service),
                new GeneratorFigures(
                        Latency.of(trace.handIns().late()),
                        trace.handIns().takingNanos()
                                / (double) Math.max(1, trace.overNanos() - trace.beginNanos())),
                recorder.failures(),
                late,
                JobCosts.ofSample(cpu, waiting, succeeded),
                way / NANOS / succeeded,
                byClass);
    }

    private KeepingUp keepingUp(
            LoadCounts counts, double[] responses, double variation, KeepingUp.Backlog backlog) {
        if (aim.isClosed()) {
            return KeepingUp.closed(offered);
        }
        return switch (trace.ending()) {
            case OVERFLOWED -> KeepingUp.overflowed(offered);
            case IN_TIME, STOPPED ->
                    aim.atOnce() == 1
                            ? KeepingUp.judge(
                                    counts.offeredPerSecond(), responses, variation, backlog)
                            : KeepingUp.judgeBursts(
                                    aim.atOnce(),
                                    counts.offeredPerSecond(),
                                    responses,
                                    variation,
                                    backlog);
        };
    }

    /// The squared coefficient of variation; NaN of nothing.
    private static double variation(double[] values) {
        DoubleStatistics statistics =
                DoubleStatistics.of(EnumSet.of(Statistic.MEAN, Statistic.VARIANCE), values);
        double mean = statistics.getAsDouble(Statistic.MEAN);
        return statistics.getAsDouble(Statistic.VARIANCE) / (mean * mean);
    }
}
