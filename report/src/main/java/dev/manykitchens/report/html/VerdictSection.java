package dev.manykitchens.report.html;

import static j2html.TagCreator.code;
import static j2html.TagCreator.details;
import static j2html.TagCreator.div;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.header;
import static j2html.TagCreator.p;
import static j2html.TagCreator.pre;
import static j2html.TagCreator.strong;
import static j2html.TagCreator.summary;
import static j2html.TagCreator.text;

import dev.manykitchens.report.run.AdviceEntry;
import dev.manykitchens.report.run.AdviceEntry.Snippet;
import dev.manykitchens.report.run.PoolEntry;
import dev.manykitchens.report.run.RunFile;
import dev.manykitchens.report.text.Figures;

import j2html.TagCreator;
import j2html.tags.DomContent;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What stands first: what was asked, which pool to take, and how sure that is.
final class VerdictSection {

    private static final int MOST_WORDS = 7;

    private VerdictSection() {}

    static DomContent of(RunFile run) {
        List<DomContent> content = new ArrayList<>();
        content.add(h1(Prose.of(title(run))));
        content.add(
                p("%s · %s of %s · %s"
                                .formatted(
                                        HtmlReport.day(run.created()),
                                        Figures.count(
                                                run.host().effectiveProcessors(), "processor"),
                                        run.host().os(),
                                        run.host().jvm()))
                        .withClass("sub"));
        notices(run).forEach(notice -> content.add(p(Prose.of(notice)).withClass("notice")));
        content.add(answer(run));
        return header(TagCreator.each(content.stream()));
    }

    /// What was asked, with the name of what ran between backticks.
    static String title(RunFile run) {
        if (run.simulated()) {
            return "A simulation of `%s` on %s"
                    .formatted(run.scenario().title(), Figures.count(run.pools().size(), "pool"));
        }
        String jobs = run.hasOnlyLoads() ? "A load of " : Figures.count(run.jobs(), "job") + " of ";
        return jobs
                + "`%s` on %s"
                        .formatted(
                                run.scenario().title(), Figures.count(run.pools().size(), "pool"));
    }

    private static List<String> notices(RunFile run) {
        List<String> notices = new ArrayList<>();
        if (run.simulated()) {
            notices.add("Simulated: these times were computed, not measured.");
        }
        if (run.comparison().partial()) {
            notices.add(run.hasOnlyLoads() ? interruptedLoad(run) : interruptedRounds(run));
        }
        for (PoolEntry pool : run.pools()) {
            if (pool.failed() > 0) {
                notices.add(
                        "`%s`: %s failed, so its times are shown and not compared."
                                .formatted(pool.pool(), Figures.count(pool.failed(), "job")));
            }
        }
        if (notices.size() > MOST_WORDS) {
            int more = notices.size() - MOST_WORDS + 1;
            notices.subList(MOST_WORDS - 1, notices.size()).clear();
            notices.add("Jobs of %s failed as well.".formatted(Figures.count(more, "more pool")));
        }
        return notices;
    }

    private static String interruptedRounds(RunFile run) {
        return run.pools().stream().allMatch(pool -> pool.times().length == 0)
                ? "Interrupted before the first round was complete: there is nothing to compare."
                : "Interrupted: made of the rounds that were complete.";
    }

    private static String interruptedLoad(RunFile run) {
        return run.pools().stream().allMatch(pool -> pool.load() == null)
                ? "Interrupted before the first job came: there is nothing to compare."
                : "Interrupted: made of the jobs that had come.";
    }

    private static DomContent answer(RunFile run) {
        List<DomContent> content = new ArrayList<>();
        AdviceEntry advice = run.advice();
        List<String> words = run.verdict().words();
        if (advice != null) {
            content.add(p(Prose.of(advice.sentence())).withClass("answer"));
            String goal = advice.goal();
            if (goal != null) {
                content.add(
                        p(strong("Goal "), code(goal), text(": " + met(advice.goalMet())))
                                .withClass("price"));
            }
            if (!advice.price().isEmpty()) {
                content.add(p(strong("Price: "), Prose.of(advice.price())).withClass("price"));
            }
            content.add(
                    div(TagCreator.each(advice.snippets(), VerdictSection::snippet))
                            .withClass("snippets"));
            content.add(Folded.list(MOST_WORDS, words));
        } else if (words.size() == 1) {
            content.add(p(Prose.of(sentence(words.getFirst()))).withClass("answer"));
        } else if (!words.isEmpty()) {
            String fastest = run.verdict().fastest();
            if (fastest != null) {
                content.add(p(Prose.of("`" + fastest + "` was the fastest.")).withClass("answer"));
            }
            content.add(Folded.list(MOST_WORDS, words));
        }
        return div(TagCreator.each(content.stream())).withClass("verdict").withId("verdict");
    }

    private static String met(@Nullable Boolean met) {
        return met == null ? "not judged" : met ? "kept" : "kept by no pool";
    }

    private static String sentence(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT)
                + words.substring(1)
                + (words.endsWith(".") ? "" : ".");
    }

    private static DomContent snippet(Snippet snippet) {
        return details(
                summary(strong(language(snippet.language())), text(" " + snippet.title())),
                pre(code(snippet.code())));
    }

    private static String language(String language) {
        return switch (language) {
            case "java" -> "Java";
            case "python" -> "Python";
            case "sh" -> "Shell";
            default -> language;
        };
    }
}
