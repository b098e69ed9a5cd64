package dev.manykitchens.report.text;

import dev.manykitchens.core.advice.Advice;
import dev.manykitchens.core.advice.Cost;
import dev.manykitchens.core.advice.Goal;
import dev.manykitchens.core.advice.LoadAdvice;
import dev.manykitchens.core.comparison.PoolMeasurement;
import dev.manykitchens.core.load.LoadArrivals;
import dev.manykitchens.core.load.LoadPlan;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// Which pool to take, in words.
public final class AdviceWords {

    /// Jobs compute, or wait, when they do so for more than this part of their running time.
    private static final double MOSTLY = 0.8;

    /// What takes less than this many times as long reads as 1.00.
    private static final double AS_FAST = 1.005;

    private AdviceWords() {}

    /// What to take and why: sentences with full stops, on one line.
    public static String sentence(Advice advice) {
        List<String> sentences = new ArrayList<>();
        advice.goal().ifPresent(goal -> sentences.add(goal(advice, goal)));
        if (advice.goalMet()) {
            sentences.add(advice.isDecided() ? take(advice) : undecided(advice));
        }
        sentences.add(reason(advice));
        return String.join(" ", sentences);
    }

    /// What to take for a load and why.
    public static String sentence(LoadAdvice advice, LoadPlan plan) {
        String name = advice.pool().name();
        if (!advice.goalMet()) {
            Goal goal = advice.goal().orElseThrow();
            return "No pool that keeps up with %s keeps %s; `%s` comes closest with %s."
                    .formatted(plan.arrivals(), goal, name, figure(goal, advice));
        }
        String keeps =
                advice.goal()
                        .map(goal -> " and keeps %s with %s".formatted(goal, figure(goal, advice)))
                        .orElse("");
        if (plan.arrivals() instanceof LoadArrivals.Closed) {
            return "Take `%s`: it serves %s%s, and nothing that does costs less."
                    .formatted(name, plan.arrivals(), keeps);
        }
        return "Take `%s`: it keeps up with %s%s, and none that was shown to costs less."
                .formatted(name, plan.arrivals(), keeps);
    }

    /// What it costs, without a full stop.
    public static String price(LoadAdvice advice) {
        return cost(advice.cost()) + ", starts in " + startup(advice.pool());
    }

    /// What it costs, without a full stop: "2 threads, 182 MB in all processes, starts in 401 µs".
    public static String price(Advice advice) {
        List<String> price = new ArrayList<>();
        price.add(cost(advice.cost()));
        advice.pool()
                .memoryBytes()
                .ifPresent(bytes -> price.add(Figures.bytes(bytes) + " with this JVM"));
        price.add("starts in " + startup(advice.pool()));
        return String.join(", ", price);
    }

    private static String goal(Advice advice, Goal goal) {
        String name = advice.pool().name();
        String figure = Figures.time(goal.figure().of(advice.pool().responses()));
        return advice.goalMet()
                ? "`%s` keeps %s with %s.".formatted(name, goal, figure)
                : "No pool keeps %s; `%s` comes closest with %s.".formatted(goal, name, figure);
    }

    private static String undecided(Advice advice) {
        return "Not decided: `%s` may be up to %s times as fast as `%s`, or hardly faster; measure again with more --rounds and nothing else running. Until then `%s` costs least."
                .formatted(
                        advice.fastest().name(),
                        Figures.ratio(advice.gain().high()),
                        advice.pool().name(),
                        advice.pool().name());
    }

    private static String take(Advice advice) {
        String name = advice.pool().name();
        if (name.equals(advice.fastest().name()) && advice.cost().equals(Cost.NOTHING)) {
            return "Take `%s`: nothing costs less, and no pool was shown to be faster."
                    .formatted(name);
        }
        if (name.equals(advice.fastest().name())) {
            return "Take `%s`: nothing that costs less is within %s of it."
                    .formatted(name, Figures.percent(advice.within()));
        }
        String fastest = advice.fastest().name();
        if (advice.gain().ratio() < AS_FAST) {
            return "Take `%s`: it is as fast as `%s`, with %s instead of %s."
                    .formatted(name, fastest, cost(advice.cost()), cost(advice.fastestCost()));
        }
        if (advice.gain().ratio() > 1 + advice.within()) {
            return "Take `%s`: `%s` was not shown to be more than %s faster, and takes %s instead of %s."
                    .formatted(
                            name,
                            fastest,
                            Figures.percent(advice.within()),
                            cost(advice.fastestCost()),
                            cost(advice.cost()));
        }
        return advice.cost().equals(advice.fastestCost())
                ? "Take `%s`: it costs no more than `%s`, the fastest, and takes %s times as long."
                        .formatted(name, fastest, Figures.ratio(advice.gain().ratio()))
                : "Take `%s`: it takes %s times as long as `%s`, the fastest, with %s instead of %s."
                        .formatted(
                                name,
                                Figures.ratio(advice.gain().ratio()),
                                fastest,
                                cost(advice.cost()),
                                cost(advice.fastestCost()));
    }

    private static String reason(Advice advice) {
        double computing = advice.computingShare();
        if (Double.isNaN(computing)) {
            return "Its jobs take no time that could be told apart.";
        }
        if (computing > MOSTLY) {
            return "Its jobs compute for %s of their time: a worker for each core helps, more do not."
                    .formatted(Figures.percent(computing));
        }
        if (computing < 1 - MOSTLY) {
            return "Its jobs wait for %s of their time: %s."
                    .formatted(
                            Figures.percent(1 - computing),
                            advice.largestTried()
                                    ? "more of them at once than any pool here ran may help, so try a larger size, or `virtual`"
                                    : "many can wait at once on few threads");
        }
        return "Its jobs compute for %s of their time and wait for the rest."
                .formatted(Figures.percent(computing));
    }

    private static String figure(Goal goal, LoadAdvice advice) {
        return Figures.time(goal.figure().of(advice.response()));
    }

    private static String startup(PoolMeasurement pool) {
        return Figures.time(pool.startup().toNanos() / 1e9);
    }

    private static String cost(Cost cost) {
        if (cost.isElsewhere()) {
            OptionalInt workers = cost.workersElsewhere();
            return (workers.isPresent()
                            ? Figures.count(workers.getAsInt(), "worker")
                            : "all workers")
                    + " of a cluster";
        }
        String threads =
                cost.threads() == 0
                        ? "no thread of its own"
                        : Figures.count(cost.threads(), "thread");
        return cost.processes() == 0
                ? threads
                : "%s of %s in all"
                        .formatted(
                                cost.processes() == 1
                                        ? "1 process"
                                        : Figures.count(cost.processes()) + " processes",
                                threads);
    }
}
