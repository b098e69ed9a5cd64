package dev.manykitchens.core.attempt;

import dev.manykitchens.core.event.JobStage;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.recipe.Step;
import dev.manykitchens.core.resource.ResourceDesk;
import dev.manykitchens.core.resource.ResourcePermit;
import dev.manykitchens.core.stove.StoveTurn;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;

/// The blocking interpreter: runs an attempt on the calling thread, from its first step to its
/// outcome. Thread-safe: one runner serves all threads of an environment, platform and virtual
/// ones.
///
/// An attempt that is renewed and run again costs no memory but what its recipe itself makes.
public final class AttemptRunner {

    private final RunEnvironment environment;
    private final CpuMeter meter;
    private final LongSupplier clock;

    /// A runner of attempts in this environment.
    public AttemptRunner(RunEnvironment environment) {
        this(environment, System::nanoTime);
    }

    /// A runner with a clock of its own, for whoever must know when attempts begin and end. Limits
    /// of time, and what single steps and computations take, go by `System.nanoTime` all the same.
    ///
    /// @param clock when an attempt begins and ends, in nanoseconds; read twice an attempt at most
    public AttemptRunner(RunEnvironment environment, LongSupplier clock) {
        this.environment = environment;
        this.meter = environment.meter();
        this.clock = clock;
    }

    /// Runs an attempt. Whatever the recipe throws becomes its outcome.
    ///
    /// Interrupts do not pass from job to job: the thread's interrupt status is cleared before and
    /// after. Whether somebody else than the attempt interrupted it meanwhile,
    /// [Attempt#wasInterruptedFromOutside] tells.
    ///
    /// @param times filled on the way
    /// @throws AttemptAbandonedException when the attempt was given up before it ended: its outcome
    ///   was reported, this thread was replaced and must end
    public Outcome run(Attempt attempt, AttemptTimes times) {
        return run(attempt, times, environment.resources());
    }

    /// The same for an attempt that asks for resources elsewhere than the environment's others.
    ///
    /// @param desk where it asks
    public Outcome run(Attempt attempt, AttemptTimes times, ResourceDesk desk) {
        boolean timed = times.areNeeded(attempt);
        return run(attempt, times, desk, timed ? clock.getAsLong() : 0);
    }

    /// As [#runNext(Attempt, AttemptTimes, ResourceDesk)], with the environment's resources.
    public Outcome runNext(Attempt attempt, AttemptTimes times) {
        return runNext(attempt, times, environment.resources());
    }

    /// The same for an attempt that this thread runs right after another. Where jobs are known to
    /// be short, the end of that one is the beginning of this one: what lies between them, some ten
    /// nanoseconds, is less than another look at the clock would take.
    ///
    /// @param times those of the attempt before
    public Outcome runNext(Attempt attempt, AttemptTimes times, ResourceDesk desk) {
        return times.isRead() && meter.isElapsedEnough()
                ? run(attempt, times, desk, times.finishedNanos())
                : run(attempt, times, desk);
    }

    private Outcome run(Attempt attempt, AttemptTimes times, ResourceDesk desk, long now) {
        boolean timed = times.areNeeded(attempt);
        boolean _ = Thread.interrupted();
        StoveTurn turn = attempt.turnAt(environment.stove());
        times.start(now);
        if (!attempt.begin(environment.watchdog(), turn, now)) {
            return Outcome.CANCELLED;
        }
        AttemptContext context = attempt.context(times, turn, meter);
        boolean bare = false;
        Outcome natural;
        try {
            List<Step> steps = context.steps();
            bare = context.isBare(steps);
            if (bare) {
                natural = context.resultUnmeasured();
            } else {
                perform(steps, attempt, context, times, desk);
                natural = context.result();
            }
        } catch (AttemptAbandonedException e) {
            throw e;
        } catch (Throwable thrown) {
            natural = context.outcomeOf(thrown);
        }
        if (timed) {
            times.finish(clock.getAsLong());
            if (bare) {
                context.addWhole();
            }
        }
        Outcome outcome = attempt.end(natural);
        if (Thread.interrupted() && !attempt.mustStop()) {
            attempt.noteInterruptFromOutside();
        }
        return outcome;
    }

    private static void perform(
            List<Step> steps,
            Attempt attempt,
            AttemptContext context,
            AttemptTimes times,
            ResourceDesk desk)
            throws Exception {
        for (int i = 0; i < steps.size(); i++) {
            context.requireGoingOn();
            switch (steps.get(i)) {
                case Step.Wait(Duration duration) -> pause(duration, attempt, context, times);
                case Step.Compute(var computation) -> context.computeOnStove(computation);
                case Step.Offload(var computation) -> context.compute(computation);
                case Step.Use(String resource, List<Step> inner) -> {
                    attempt.keep(obtain(resource, attempt, desk, context, times));
                    try {
                        perform(inner, attempt, context, times, desk);
                    } finally {
                        attempt.giveBack();
                    }
                }
            }
        }
    }

    private static void pause(
            Duration duration, Attempt attempt, AttemptContext context, AttemptTimes times) {
        attempt.goesTo(JobStage.WAIT);
        long before = System.nanoTime();
        try {
            Thread.sleep(duration);
        } catch (InterruptedException _) {
            throw context.interrupted();
        } finally {
            times.addWait(System.nanoTime() - before);
            attempt.goesTo(JobStage.CPU);
        }
    }

    private static ResourcePermit obtain(
            String resource,
            Attempt attempt,
            ResourceDesk desk,
            AttemptContext context,
            AttemptTimes times)
            throws Exception {
        attempt.waitsFor(resource);
        long before = System.nanoTime();
        CompletableFuture<ResourcePermit> request = desk.request(resource, attempt.permitUser());
        try {
            return request.get();
        } catch (InterruptedException _) {
            withdraw(request);
            throw context.interrupted();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } finally {
            times.addResource(System.nanoTime() - before);
            attempt.goesTo(JobStage.CPU);
        }
    }

    /// Takes a request back, or the permit when it was granted in the last moment.
    static void withdraw(CompletableFuture<ResourcePermit> request) {
        if (!request.cancel(false) && !request.isCompletedExceptionally()) {
            request.join().release();
        }
    }
}
