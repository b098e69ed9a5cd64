package dev.manykitchens.report.html;

import static j2html.TagCreator.code;
import static j2html.TagCreator.dd;
import static j2html.TagCreator.dl;
import static j2html.TagCreator.dt;
import static j2html.TagCreator.each;
import static j2html.TagCreator.p;
import static j2html.TagCreator.pre;

import dev.manykitchens.report.run.BreakEvenEntry;
import dev.manykitchens.report.run.ClassEntry;
import dev.manykitchens.report.run.HostFacts;
import dev.manykitchens.report.run.Plan;
import dev.manykitchens.report.run.PoolEntry;
import dev.manykitchens.report.run.RunFile;
import dev.manykitchens.report.run.Scenario;
import dev.manykitchens.report.run.WarmUpEntry;
import dev.manykitchens.report.text.Figures;

import j2html.tags.DomContent;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// The parts of the page that need no drawing.
final class PlainSections {

    private PlainSections() {}

    static Optional<Section> breakEven(RunFile run) {
        List<String> words =
                run.pools().stream()
                        .map(PoolEntry::breakEven)
                        .filter(Objects::nonNull)
                        .filter(found -> !found.oneByOne())
                        .map(BreakEvenEntry::words)
                        .toList();
        return words.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Section(
                                "break-even",
                                "Break-even",
                                "Below it, what a pool needs to hand out a job is more than what it gains.",
                                List.of(Folded.list(12, words))));
    }

    static Optional<Section> classes(RunFile run) {
        Grid table =
                new Grid("pool").words("class").figures("jobs").figures("response").figures("p99");
        int rows = 0;
        for (PoolEntry pool : run.ranked()) {
            for (ClassEntry each : pool.classes()) {
                table.row(
                        pool.pool(),
                        List.of(
                                each.name(),
                                Figures.count(each.jobs()),
                                Figures.time(Figures.orNaN(each.mean())),
                                Figures.time(Figures.orNaN(each.p99()))));
                rows++;
            }
        }
        return rows == 0
                ? Optional.empty()
                : Optional.of(
                        new Section(
                                "classes",
                                "Classes of jobs",
                                "How many jobs of each class came, all %ss together, and how long they took from arrival to end: on average, and 99 in 100 at most."
                                        .formatted(run.turn()),
                                List.of(table.toHtml())));
    }

    static Optional<Section> cautions(RunFile run) {
        return run.cautions().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Section(
                                "cautions",
                                "To keep in mind",
                                "",
                                List.of(Folded.list(12, run.cautions()))));
    }

    static Optional<Section> warmUp(RunFile run) {
        if (run.simulated()) {
            return Optional.empty();
        }
        Grid table =
                new Grid("pool")
                        .figures("warm-up rounds")
                        .words("steady")
                        .figures("first of them, cold")
                        .figures("jobs in it");
        // Loads have no rounds but those of the warm-up.
        boolean rounds = !run.hasOnlyLoads();
        if (rounds) {
            table.figures("warm, mean").figures("measured rounds");
        }
        table.figures("start-up");
        for (PoolEntry pool : run.ranked().stream().filter(each -> !each.simulated()).toList()) {
            WarmUpEntry warmUp = pool.warmup();
            List<String> cells = new ArrayList<>();
            cells.add(Figures.count(warmUp.rounds()));
            cells.add(steady(warmUp.steady()));
            cells.add(Figures.time(Figures.orNaN(warmUp.cold())));
            cells.add(warmUp.cold() == null ? Figures.UNKNOWN : Figures.count(warmUp.coldJobs()));
            if (rounds) {
                cells.add(Figures.time(Figures.orNaN(pool.mean()), Figures.orNaN(pool.stddev())));
                cells.add(Figures.count(pool.rounds()));
            }
            cells.add(Figures.time(pool.startup()));
            table.row(pool.pool(), cells);
        }
        return Optional.of(
                new Section(
                        "warm-up",
                        "Cold and warm",
                        "How each pool was warmed up before it was measured, in every JVM. The very first round usually is slower, because code is not compiled yet; below 1 other things weighed more.",
                        List.of(table.toHtml())));
    }

    private static String steady(@Nullable Boolean steady) {
        return steady == null ? "rounds were given" : steady ? "yes" : "not shown";
    }

    static Section origin(RunFile run) {
        HostFacts host = run.host();
        Plan plan = run.comparison();
        Scenario scenario = run.scenario();
        Integer warmUp = plan.warmup();
        Double timeout = scenario.timeout();
        List<DomContent> facts = new ArrayList<>();
        fact(facts, "Ended", run.created());
        fact(facts, "Many Kitchens", run.version());
        fact(facts, "System", host.os());
        fact(facts, "JVM", host.jvm());
        if (!host.python().isEmpty()) {
            fact(facts, "Python", host.python());
        }
        fact(
                facts,
                "Processor",
                "%s%s, %d usable"
                        .formatted(
                                host.cpu().isEmpty() ? "" : host.cpu() + ", ",
                                Figures.count(host.cores(), "core"),
                                host.effectiveProcessors()));
        fact(
                facts,
                "Memory",
                host.memoryBytes() <= 0 ? Figures.UNKNOWN : Figures.bytes(host.memoryBytes()));
        if (scenario.name() != null) {
            fact(facts, "Scenario", "`" + scenario.name() + "`");
        }
        fact(facts, "Recipe", "`" + scenario.recipe() + "`");
        fact(
                facts,
                "Work",
                scenario.work()
                        + (scenario.timeScale() == 1
                                ? ""
                                : ", time scale " + Axis.plain(scenario.timeScale())));
        fact(
                facts,
                "Attempts",
                "at most "
                        + scenario.attempts()
                        + (timeout == null ? "" : ", each at most " + Figures.time(timeout)));
        if (run.simulated()) {
            fact(
                    facts,
                    "Replications",
                    "at least %s of each pool, each with other random numbers"
                            .formatted(Figures.count(plan.rounds())));
        } else if (!run.hasOnlyLoads()) {
            fact(
                    facts,
                    "Rounds",
                    "%s%s a pool, at most %s, in random interleaved turns; warm-up %s"
                            .formatted(
                                    Figures.count(plan.rounds(), "round"),
                                    plan.minTime() > 0
                                            ? " and " + Figures.time(plan.minTime())
                                            : "",
                                    Figures.time(plan.maxTime()),
                                    warmUp == null
                                            ? "until steady"
                                            : Figures.count(warmUp, "round")));
        }
        fact(
                facts,
                "Seed",
                "%d for turns and intervals, %d for jobs".formatted(plan.seed(), scenario.seed()));
        return new Section(
                "origin",
                "Where this comes from",
                "",
                List.of(
                        p(run.simulated() ? "To simulate it again:" : "To measure it again:")
                                .withClass("note"),
                        pre(code(run.command())).withClass("command"),
                        dl(each(facts.stream()))));
    }

    private static void fact(List<DomContent> facts, String name, String value) {
        facts.add(dt(name));
        facts.add(dd(Prose.of(value)));
    }
}
