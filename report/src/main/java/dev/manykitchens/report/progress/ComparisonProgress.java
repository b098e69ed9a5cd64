package dev.manykitchens.report.progress;

import dev.manykitchens.core.comparison.ComparisonListener;
import dev.manykitchens.core.comparison.ComparisonOptions;
import dev.manykitchens.core.measurement.MeasuredRound;

import me.tongfei.progressbar.ProgressBar;

import java.io.PrintStream;
import java.time.Duration;

/// The progress of a comparison: a bar over all rounds, what goes on now, and the time left once
/// every pool has run. Opening a pool and warming the way to its worker JVMs are no rounds: there
/// the bar stands still, and what goes on says why.
public final class ComparisonProgress implements ComparisonListener, AutoCloseable {

    private final RoundsLeft rounds;
    private final Bar bar;

    /// Starts to draw.
    ///
    /// @param pools how many take part
    /// @param terminal where; the caller has made sure that it is one
    /// @param width its columns
    public ComparisonProgress(
            int pools, ComparisonOptions options, PrintStream terminal, int width) {
        this.rounds = new RoundsLeft(pools, options);
        this.bar = new Bar("rounds", rounds.expected(), terminal, width, this::show);
    }

    @Override
    public void opening(String pool) {
        rounds.opening(pool);
    }

    @Override
    public void opened(String pool, Duration startup) {
        rounds.opened(pool, startup);
    }

    @Override
    public void warmingUp(String pool) {
        rounds.warmingUp(pool);
    }

    @Override
    public void warmedUp(String pool, MeasuredRound round) {
        rounds.warmedUp(pool, round);
    }

    @Override
    public void measuring(String pool) {
        rounds.measuring(pool);
    }

    @Override
    public void seekingBreakEven(String pool) {
        rounds.seekingBreakEven(pool);
    }

    @Override
    public void measured(String pool, int number, MeasuredRound round) {
        rounds.measured(pool, number, round);
    }

    @Override
    public void close() {
        bar.close();
    }

    private void show(ProgressBar shown) {
        shown.maxHint(rounds.expected());
        shown.stepTo(rounds.done());
        String left = rounds.timeLeft().map(l -> TimeLeft.clock(l) + " left, ").orElse("");
        shown.setExtraMessage(left + rounds.doing());
    }
}
