package dev.manykitchens.cli;

import dev.manykitchens.cli.terminal.Shell;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.report.text.Figures;
import dev.manykitchens.report.text.Paragraph;
import dev.manykitchens.report.text.TextTable;
import dev.manykitchens.simulator.study.Capacity;
import dev.manykitchens.simulator.study.Interval;
import dev.manykitchens.simulator.study.PoolStudy;
import dev.manykitchens.simulator.study.RunFigures;
import dev.manykitchens.simulator.study.Sizing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/// What `kitchen simulate --min workers` prints of one kind of pool: the sizes that were tried, the
/// smallest that keeps the goal, how busy it is, and what breaks next.
final class SizingOutput {

    private final Shell shell;
    private final Scenario scenario;
    private final int width;

    SizingOutput(Shell shell, Scenario scenario) {
        this.shell = shell;
        this.scenario = scenario;
        this.width = shell.terminal().tableWidth();
    }

    void print(PoolSpec template, Sizing.Found found) {
        TextTable<Sizing.Tried> table = new TextTable<>();
        table.text("pool", TextTable.ALWAYS, tried -> tried.study().spec().toString());
        table.figure(found.goal().figure().word(), TextTable.ALWAYS, tried -> time(tried.figure()));
        table.figure("response", 2, tried -> time(tried.study(), run -> run.response().mean()));
        table.figure("wait", 3, tried -> time(tried.study(), RunFigures::waiting));
        table.figure("cores", 4, tried -> part(tried.study(), RunFigures::cores));
        table.figure("slots", 4, tried -> part(tried.study(), RunFigures::slots));
        if (scenario.price().isPresent()) {
            table.figure("an hour", 1, tried -> price(tried.size()));
        }
        table.text(found.goal().toString(), TextTable.ALWAYS, SizingOutput::keeps);
        shell.out().print(table.render(found.tried(), width));
        shell.out().println();
        words(template, found).forEach(line -> shell.out().println(Paragraph.item(line, width)));
        shell.out().println();
    }

    private static String keeps(Sizing.Tried tried) {
        if (tried.study().runs().isEmpty()) {
            return tried.study().capacity().isOverloaded()
                    ? "no, cannot keep up"
                    : "no, does not keep up";
        }
        if (tried.failsTooOften()) {
            return "no, %s of jobs fail".formatted(StudyWords.failed(tried.study()));
        }
        return tried.keeps() ? "yes" : "no";
    }

    private List<String> words(PoolSpec template, Sizing.Found found) {
        List<String> words = new ArrayList<>();
        if (found.smallest().isEmpty()) {
            Sizing.Tried largest = found.tried().getLast();
            words.add(
                    "No size up to %,d of `%s` keeps %s: %s."
                            .formatted(
                                    largest.size(),
                                    template.kind().word(),
                                    found.goal(),
                                    GoalWords.why(largest.study(), found.goal())));
            return words;
        }
        Sizing.Tried smallest = found.smallest().get();
        words.add(
                "%s %s is `%s`: %s %s%s."
                        .formatted(
                                chosen(found),
                                found.goal(),
                                smallest.study().spec(),
                                found.goal().figure().word(),
                                time(smallest.figure()),
                                found.isSure()
                                        ? ""
                                        : ", which is close to the limit; more --replications or --precision would tell better"));
        exceptions(found).ifPresent(words::add);
        words.add(next(smallest));
        scenario.price()
                .ifPresent(rate ->
                        words.add(
                                "It costs %s an hour, %s for a million jobs."
                                        .formatted(
                                                price(smallest.size()),
                                                perMillion(smallest, rate))));
        return words;
    }

    private static String chosen(Sizing.Found found) {
        if (found.alsoKeeping().isEmpty()) {
            return "The smallest that keeps";
        }
        return found.missingAbove().isEmpty()
                ? "The smallest from which on all that were tried keep"
                : "A size that keeps";
    }

    /// Why others that keep the goal, or do not, leave the size that is named.
    private static Optional<String> exceptions(Sizing.Found found) {
        List<String> said = new ArrayList<>();
        if (!found.alsoKeeping().isEmpty()) {
            said.add(
                    "%s %s it too, but one between does not"
                            .formatted(
                                    specs(found.alsoKeeping()),
                                    found.alsoKeeping().size() == 1 ? "keeps" : "keep"));
        }
        if (!found.missingAbove().isEmpty()) {
            said.add(
                    "%s %s larger and %s not keep it"
                            .formatted(
                                    specs(found.missingAbove()),
                                    found.missingAbove().size() == 1 ? "is" : "are",
                                    found.missingAbove().size() == 1 ? "does" : "do"));
        }
        return said.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        String.join("; ", said)
                                + ": either chance decides so close to the limit, or more is not better here.");
    }

    private static String specs(List<Sizing.Tried> tried) {
        return tried.stream()
                .map(one -> "`" + one.study().spec() + "`")
                .collect(Collectors.joining(", "));
    }

    private static String next(Sizing.Tried smallest) {
        Capacity capacity = smallest.study().capacity();
        Capacity.Need need = capacity.bottleneck();
        double utilisation = capacity.utilisation(need);
        if (Double.isNaN(utilisation)) {
            return "What breaks next is its %s, which can do at most %s."
                    .formatted(need.what(), Figures.rate(need.mostPerSecond()));
        }
        return "What breaks next is its %s: %s busy, so no more than %s times as many jobs can come."
                .formatted(
                        need.what(), Figures.percent(utilisation), Figures.ratio(1 / utilisation));
    }

    private String price(int size) {
        return Figures.amount(scenario.price().orElse(0.0) * size);
    }

    private static String perMillion(Sizing.Tried tried, double rate) {
        return Figures.amount(rate * tried.size() / 3600 / tried.study().throughput() * 1e6);
    }

    private static String time(PoolStudy study, ToDoubleFunction<RunFigures> figure) {
        return time(study.interval(figure));
    }

    private static String time(Interval interval) {
        return Figures.time(interval.mean(), interval.halfWidth());
    }

    private static String part(PoolStudy study, ToDoubleFunction<RunFigures> figure) {
        double mean = study.interval(figure).mean();
        return Double.isNaN(mean) ? Figures.UNKNOWN : Figures.percent(mean);
    }
}
