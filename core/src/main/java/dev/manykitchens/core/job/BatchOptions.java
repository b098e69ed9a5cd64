package dev.manykitchens.core.job;

import dev.manykitchens.core.recipe.DurationRange;
import dev.manykitchens.core.recipe.JobRandom;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.Step;
import dev.manykitchens.core.recipe.Work;
import dev.manykitchens.core.value.Row;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How the jobs of a batch are run.
///
/// @param work the recipe's own steps, or what replaces them
/// @param timeScale multiplies every wait and every calibrated amount of work; above 0, at most
///   1000
/// @param seed fixes the random numbers of every job
/// @param timeout the longest one attempt may run, from its start; empty: no limit
/// @param attempts how often a job is tried at most when its worker dies under it; failures of the
///   recipe's own code are never tried again
/// @param priority which waiting jobs of a pool begin first: those of a higher one, at most
///   [#HIGHEST_PRIORITY]. What runs is never taken off
public record BatchOptions(
        Work work,
        double timeScale,
        long seed,
        Optional<Duration> timeout,
        int attempts,
        int priority) {

    /// The highest priority; the lowest is 0, which is that of jobs of which nobody says.
    public static final int HIGHEST_PRIORITY = 100;

    /// The recipe's own steps, unscaled, seed 1, no timeout, three attempts, priority 0.
    public static final BatchOptions DEFAULTS =
            new BatchOptions(Work.own(), 1.0, 1, Optional.empty(), 3);

    /// The most attempts that can be asked for.
    public static final int MOST_ATTEMPTS = 100;

    /// Of priority 0.
    public BatchOptions(
            Work work, double timeScale, long seed, Optional<Duration> timeout, int attempts) {
        this(work, timeScale, seed, timeout, attempts, 0);
    }

    public BatchOptions {
        requirePriority(priority);
        if (!(timeScale > 0 && timeScale <= 1000)) {
            throw new IllegalArgumentException(
                    "the time scale must be above 0 and at most 1000, was " + timeScale);
        }
        if (attempts < 1 || attempts > MOST_ATTEMPTS) {
            throw new IllegalArgumentException(
                    "attempts must be from 1 to " + MOST_ATTEMPTS + ", was " + attempts);
        }
        timeout.ifPresent(limit -> {
            if (!limit.isPositive()) {
                throw new IllegalArgumentException(
                        "a timeout must be above 0, was " + DurationRange.text(limit));
            }
        });
    }

    /// Refuses what is no priority.
    ///
    /// @throws IllegalArgumentException saying what one is
    public static void requirePriority(int priority) {
        if (priority < 0 || priority > HIGHEST_PRIORITY) {
            throw new IllegalArgumentException(
                    "a priority must be from 0 to %d, was %d"
                            .formatted(HIGHEST_PRIORITY, priority));
        }
    }

    /// The steps of one job under these options, scaled: every interpreter asks here, so that the
    /// same seed and position give the same steps everywhere.
    ///
    /// @param random the job's own numbers from their start; its result goes on drawing from them
    public List<Step> stepsOf(Recipe recipe, Row arguments, JobRandom random) {
        List<Step> steps = work.stepsOf(recipe, arguments, random);
        return timeScale == 1.0
                ? steps
                : steps.stream().map(step -> step.scaledBy(timeScale)).toList();
    }

    /// The same options with other work.
    public BatchOptions withWork(Work other) {
        return new BatchOptions(other, timeScale, seed, timeout, attempts, priority);
    }

    /// The same options with another time scale.
    public BatchOptions withTimeScale(double other) {
        return new BatchOptions(work, other, seed, timeout, attempts, priority);
    }

    /// The same options with another seed.
    public BatchOptions withSeed(long other) {
        return new BatchOptions(work, timeScale, other, timeout, attempts, priority);
    }

    /// The same options with a limit for each attempt.
    public BatchOptions withTimeout(Duration other) {
        return new BatchOptions(work, timeScale, seed, Optional.of(other), attempts, priority);
    }

    /// The same options with another number of attempts.
    public BatchOptions withAttempts(int other) {
        return new BatchOptions(work, timeScale, seed, timeout, other, priority);
    }

    /// The same options with another priority.
    public BatchOptions withPriority(int other) {
        return new BatchOptions(work, timeScale, seed, timeout, attempts, other);
    }
}
