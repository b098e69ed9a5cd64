package dev.manykitchens.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class ChunkSizerTest {

    private static final int MANY = 1_000_000;

    private final DispatchOptions options =
            DispatchOptions.DEFAULTS.withChunks(Duration.ofMillis(2), 1000);
    private final ChunkSizer sizer = new ChunkSizer(options, 0);

    @Test
    void beginsWithOneJobAndLetsNothingWait() {
        assertThat(sizer.size(MANY, 4)).isEqualTo(1);
        assertThat(sizer.isShort()).isFalse();
        assertThat(sizer.mayWait(MANY, 4, MANY)).isFalse();
    }

    @Test
    void growsAtMostTwofoldUpToTheTarget() {
        int before = 1;
        for (int i = 0; i < 20; i++) {
            int size = sizer.size(MANY, 4);

            assertThat(size).isBetween(before, 2 * before);

            report(size, 10_000);
            before = size;
        }

        assertThat(before).isEqualTo(200);
    }

    @Test
    void growsWithAllThatIsFinishedWhereManyWorkersAnswer() {
        for (int worker = 0; worker < 99; worker++) {
            report(1, 10_000);
        }

        assertThat(sizer.size(MANY, 100)).isEqualTo(100);
    }

    @Test
    void neverGrowsBeyondTheLongestChunk() {
        for (int i = 0; i < 20; i++) {
            report(sizer.size(MANY, 4), 10);
        }

        assertThat(sizer.size(MANY, 4)).isEqualTo(1000);
    }

    @Test
    void goesOnWithWhatItKnowsWhenItsJobsComeInSeveralBatches() {
        report(1, 10_000);
        report(2, 20_000);
        sizer.goOn(options.largestChunkBytes() / 3);

        assertThat(sizer.size(MANY, 4)).isEqualTo(3);
        sizer.goOn(0);
        assertThat(sizer.size(MANY, 4)).isEqualTo(4);
    }

    @Test
    void holdsNoMoreBytesThanAllowed() {
        ChunkSizer large = new ChunkSizer(options, options.largestChunkBytes() / 3);
        ChunkSizer huge = new ChunkSizer(options, options.largestChunkBytes() * 3);
        for (int i = 0; i < 5; i++) {
            large.observe(1, 10);
            large.finished(1000);
            huge.observe(1, 10);
            huge.finished(1000);
        }

        assertThat(large.size(MANY, 4)).isEqualTo(3);
        assertThat(huge.size(MANY, 4)).isEqualTo(1);
    }

    @Test
    void shrinksAtOnceAndGrowsBackTwofold() {
        for (int i = 0; i < 20; i++) {
            report(sizer.size(MANY, 4), 10_000);
        }

        sizer.observe(200, 200 * 1_000_000L);
        int shrunk = sizer.size(MANY, 4);

        assertThat(shrunk).isLessThan(10);
        for (int i = 0; i < 3; i++) {
            report(shrunk, 10);
        }
        assertThat(sizer.size(MANY, 4)).isLessThanOrEqualTo(2 * shrunk);
    }

    @Test
    void longJobsGoOneByOneAndAreNeverShort() {
        report(1, 5_000_000);

        assertThat(sizer.size(MANY, 4)).isEqualTo(1);
        assertThat(sizer.isShort()).isFalse();
    }

    @Test
    void coldFirstJobIsForgottenSoon() {
        report(1, 50_000_000);

        int reports = 0;
        while (sizer.size(MANY, 4) < 1000 && reports < 100) {
            report(sizer.size(MANY, 4), 1_000);
            reports++;
        }

        assertThat(reports).isLessThan(40);
    }

    @Test
    void guidesTheTailToHalfOfAnEvenShareButNotIntoCrumbs() {
        for (int i = 0; i < 20; i++) {
            report(sizer.size(MANY, 4), 10_000);
        }

        assertThat(sizer.size(800, 4)).isEqualTo(100);
        assertThat(sizer.size(801, 4)).isEqualTo(101);
        assertThat(sizer.size(40, 4)).as("an eighth of a millisecond").isEqualTo(12);
        assertThat(sizer.size(3, 4)).isEqualTo(3);
        assertThat(sizer.mayWait(800, 4, MANY)).isFalse();
        assertThat(sizer.mayWait(10_000, 4, MANY)).isTrue();
    }

    private void report(int jobs, long eachNanos) {
        sizer.observe(jobs, jobs * eachNanos);
        sizer.finished(jobs);
    }
}
