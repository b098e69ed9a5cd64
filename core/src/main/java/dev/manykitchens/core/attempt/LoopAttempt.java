package dev.manykitchens.core.attempt;

import dev.manykitchens.core.event.JobStage;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.recipe.Computation;
import dev.manykitchens.core.recipe.Step;
import dev.manykitchens.core.resource.ResourcePermit;
import dev.manykitchens.core.stove.StoveTurn;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// One attempt on an event loop, as a program with a counter: the stack of step lists that it is
/// in.
///
/// ```
///               ┌────── Wait: a timer ────────┐
/// begin ──▶ advance ── Use: a request ──▶ resume on the loop ──▶ advance …
///               └── Compute, result: here, or queued for a thread that computes ──▶ advance there … ──▶ end
/// ```
///
/// It is touched by one thread at a time: the loop's, or the computing thread that took it over;
/// what hands it over also publishes it. Once it was told to stop, no thread takes it over any
/// more, and the loop ends it.
final class LoopAttempt {

    private final LoopRunner runner;
    private final Attempt attempt;
    private final AttemptTimes times;
    private final StoveTurn turn;
    private final AttemptContext context;

    /// The innermost list of steps; null when all are done.
    private @Nullable Frame frame;

    /// Whether it has no steps, and its time alone says how long its result took.
    private boolean bare;

    private boolean onComputeThread;
    private boolean ended;
    private long waitingSince;
    private long wakeAt;
    private LoopThread.@Nullable Timer timer;
    private @Nullable CompletableFuture<ResourcePermit> request;
    private List<Step> wanted = List.of();

    /// A list of steps and how many of them are behind.
    private static final class Frame {
        private final List<Step> steps;
        private final @Nullable Frame outer;
        private int next;

        /// @param outer where it goes on afterwards, after a permit was given back; null: nowhere,
        ///   and there is none
        Frame(List<Step> steps, @Nullable Frame outer) {
            this.steps = steps;
            this.outer = outer;
        }
    }

    LoopAttempt(LoopRunner runner, Attempt attempt, AttemptTimes times) {
        this.runner = runner;
        this.attempt = attempt;
        this.times = times;
        this.turn = runner.environment.stove().turn();
        this.context = new AttemptContext(attempt, times, turn, runner.meter);
    }

    void begin() {
        long now = times.areNeeded(attempt) ? System.nanoTime() : 0;
        times.start(now);
        if (!attempt.begin(runner.environment.watchdog(), turn, now)) {
            runner.listener.ended(attempt, Outcome.CANCELLED, times);
            return;
        }
        try {
            List<Step> steps = context.steps();
            bare = context.isBare(steps);
            frame = steps.isEmpty() ? null : new Frame(steps, null);
        } catch (Throwable thrown) {
            end(context.outcomeOf(thrown));
            return;
        }
        advance();
    }

    /// Goes on until it waits or ends.
    private void advance() {
        Outcome natural;
        try {
            if (!runToResult()) {
                return;
            }
            natural = bare ? context.resultUnmeasured() : context.result();
        } catch (AttemptAbandonedException e) {
            throw e;
        } catch (Throwable thrown) {
            natural = context.outcomeOf(thrown);
        }
        end(natural);
    }

    /// @return whether all steps are done and the result can be made on this thread
    private boolean runToResult() throws Exception {
        while (true) {
            context.requireGoingOn();
            Frame innermost = frame;
            if (innermost == null) {
                return mayComputeHere();
            }
            if (innermost.next == innermost.steps.size()) {
                leave(innermost);
            } else if (!perform(innermost.steps.get(innermost.next), innermost)) {
                return false;
            }
        }
    }

    private void leave(Frame innermost) {
        frame = innermost.outer;
        if (innermost.outer != null) {
            attempt.giveBack();
        }
    }

    /// @return false when the attempt has left this thread
    private boolean perform(Step step, Frame innermost) throws Exception {
        return switch (step) {
            case Step.Wait(Duration duration) -> {
                innermost.next++;
                pause(duration);
                yield false;
            }
            case Step.Use(String resource, List<Step> inner) -> {
                innermost.next++;
                yield obtain(resource, inner);
            }
            case Step.Compute(Computation computation) -> {
                boolean here = mayComputeHere();
                if (here) {
                    innermost.next++;
                    context.computeOnStove(computation);
                }
                yield here;
            }
            case Step.Offload(Computation computation) -> {
                boolean here = mayComputeHere();
                if (here) {
                    innermost.next++;
                    context.compute(computation);
                }
                yield here;
            }
        };
    }

    /// Whether this thread may compute; when it may not, the attempt has left it for one that may.
    private boolean mayComputeHere() {
        if (onComputeThread || runner.loop.computesOnLoop()) {
            return true;
        }
        waitingSince = System.nanoTime();
        attempt.goesTo(JobStage.STOVE);
        leaveThread();
        runner.loop.postToCompute(this::computeHere);
        return false;
    }

    private void computeHere() {
        if (attempt.enterThread()) {
            times.addStove(System.nanoTime() - waitingSince);
            onComputeThread = true;
            attempt.goesTo(JobStage.CPU);
            advance();
        }
    }

    private void pause(Duration duration) {
        waitingSince = System.nanoTime();
        wakeAt = waitingSince + duration.toNanos();
        attempt.goesTo(JobStage.WAIT);
        if (onComputeThread) {
            leaveThread();
            runner.loop.post(this::setTimer);
        } else {
            setTimer();
            leaveThread();
        }
    }

    private void setTimer() {
        if (!ended) {
            timer = runner.loop.postAt(wakeAt, this::timeIsUp);
        }
    }

    private void timeIsUp() {
        timer = null;
        // Not until now: what came after was waiting for the loop, which had other jobs to run.
        times.addWait(wakeAt - waitingSince);
        resume();
    }

    /// @return false when it must wait for the permit
    private boolean obtain(String resource, List<Step> inner) throws Exception {
        wanted = inner;
        waitingSince = System.nanoTime();
        CompletableFuture<ResourcePermit> asked =
                runner.environment.resources().request(resource, attempt.permitUser());
        request = asked;
        if (asked.isDone()) {
            takePermit(asked);
            return true;
        }
        attempt.waitsFor(resource);
        leaveThread();
        var _ = asked.whenComplete((_, _) -> runner.loop.post(this::granted));
        return false;
    }

    private void granted() {
        if (!ended) {
            times.addResource(System.nanoTime() - waitingSince);
            resume();
        }
    }

    private void takePermit(CompletableFuture<ResourcePermit> asked) throws Exception {
        request = null;
        try {
            attempt.keep(asked.join());
        } catch (CompletionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
        frame = new Frame(wanted, frame);
    }

    /// Goes on, on the loop, after a wait.
    private void resume() {
        if (!attempt.enterThread()) {
            endStopped();
            return;
        }
        attempt.goesTo(JobStage.CPU);
        try {
            if (request != null) {
                takePermit(request);
            }
        } catch (AttemptAbandonedException e) {
            throw e;
        } catch (Throwable thrown) {
            end(context.outcomeOf(thrown));
            return;
        }
        advance();
    }

    /// From now on the attempt waits, and another thread may take it over.
    private void leaveThread() {
        onComputeThread = false;
        attempt.leaveThread(() -> runner.loop.post(this::endStopped));
        // Nobody interrupts this thread for this attempt any more; what came before must not reach
        // the next one.
        boolean _ = Thread.interrupted();
    }

    /// It was told to stop while it waited. On the loop.
    private void endStopped() {
        if (ended) {
            return;
        }
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        if (request != null) {
            AttemptRunner.withdraw(request);
        }
        bare = false;
        end(Outcome.CANCELLED);
    }

    private void finishTimes() {
        times.finish(System.nanoTime());
        if (bare) {
            // What it waited for a thread that computes counts as the wait for a stove.
            context.addWhole();
        }
    }

    private void end(Outcome natural) {
        ended = true;
        for (Frame innermost = frame; innermost != null; innermost = frame) {
            leave(innermost);
        }
        if (times.areNeeded(attempt)) {
            finishTimes();
        }
        Outcome outcome = attempt.end(natural);
        boolean _ = Thread.interrupted();
        runner.listener.ended(attempt, outcome, times);
    }
}
