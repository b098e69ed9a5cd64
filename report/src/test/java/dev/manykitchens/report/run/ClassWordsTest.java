package dev.manykitchens.report.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.report.RecordedRuns;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class ClassWordsTest {

    private static final RunFile RUN = RecordedRuns.read("one-job");

    @Test
    void eachClassHasItsFigures() {
        RunFile run =
                with(
                        new ClassEntry("basket", 1_200, 0.0125, 0.04),
                        new ClassEntry("trolley", 1, 0.3, 0.3));

        assertThat(ClassWords.of(run))
                .containsExactly(
                        "`%s`: basket 1,200 jobs, response 12.5 ms on average, p99 40.0 ms; trolley 1 job, response 300 ms on average, p99 300 ms"
                                .formatted(name()));
    }

    @Test
    void whereAPoolDoesNotKeepUpJobsAreOnlyCounted() {
        assertThat(ClassWords.of(with(new ClassEntry("basket", 9, null, null))))
                .containsExactly("`%s`: basket 9 jobs".formatted(name()));
    }

    @Test
    void withoutClassesThereIsNothingToSayAndNoKey() {
        assertThat(ClassWords.of(RUN)).isEmpty();
        assertThat(RUN.toJson()).doesNotContain("\"classes\"");
    }

    @Test
    void classesAreReadBackAsTheyWereWritten() {
        RunFile run = with(new ClassEntry("basket", 9, null, 0.25));

        RunFile read = RunFile.parse(run.toJson(), "run.json");

        assertThat(read.pools().getFirst().classes())
                .containsExactly(new ClassEntry("basket", 9, null, 0.25));
    }

    private static RunFile with(ClassEntry... classes) {
        return RUN.withClasses(Map.of(name(), List.of(classes)));
    }

    private static String name() {
        return RUN.pools().getFirst().pool();
    }
}
