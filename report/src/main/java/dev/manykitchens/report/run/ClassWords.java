package dev.manykitchens.report.run;

import dev.manykitchens.report.text.Figures;

import java.util.List;
import java.util.stream.Collectors;

/// How long the jobs of each class took on each pool, in a sentence a pool; none where all jobs are
/// of one class.
public final class ClassWords {

    private ClassWords() {}

    /// The sentences, in the order of the file.
    public static List<String> of(RunFile file) {
        return file.pools().stream()
                .filter(pool -> pool.classes().stream().anyMatch(each -> each.jobs() > 0))
                .map(ClassWords::sentence)
                .toList();
    }

    private static String sentence(PoolEntry pool) {
        return "`%s`: %s"
                .formatted(
                        pool.pool(),
                        pool.classes().stream()
                                .map(ClassWords::words)
                                .collect(Collectors.joining("; ")));
    }

    private static String words(ClassEntry each) {
        String jobs = "%s %s".formatted(each.name(), Figures.count(each.jobs(), "job"));
        return each.mean() == null
                ? jobs
                : "%s, response %s on average, p99 %s"
                        .formatted(
                                jobs,
                                Figures.time(Figures.orNaN(each.mean())),
                                Figures.time(Figures.orNaN(each.p99())));
    }
}
