package dev.manykitchens.core.cost;

import java.util.List;
import java.util.stream.IntStream;

/// The sizes of job that can be tried, each twice the one before, and a window on those that are
/// worth a try. Confined to one thread.
///
/// ```
///  1 µs   2 µs   4 µs   8 µs   16 µs   32 µs   64 µs   …  33 ms
///                [loses    ?      ?     pays]                      the window
/// ```
///
/// In the window are all sizes that are in doubt, and one on each side that is not. It only ever
/// grows by its neighbours, so everything between the first and the last size tried was tried.
final class SizeLadder {

    /// The smallest and the largest CPU time of a job, in seconds.
    static final double SMALLEST = 1e-6;

    private static final int SIZES = 16;

    static final double LARGEST = SMALLEST * (1 << (SIZES - 1));

    /// So many rounds of every size in the window are enough.
    private static final int ENOUGH_ROUNDS = 60;

    /// When even the smallest jobs clearly pay off, or the largest clearly do not, there is nothing
    /// to narrow down.
    private static final int ENOUGH_ROUNDS_AT_AN_END = 9;

    private final List<SizeTrial> sizes =
            IntStream.range(0, SIZES).mapToObj(i -> new SizeTrial(SMALLEST * (1 << i))).toList();

    /// The ends of the window, both included.
    private int from;

    private int to;

    private SizeLadder(int from, int to) {
        this.from = from;
        this.to = to;
    }

    /// A ladder with a window of three around a size.
    ///
    /// @param cpuSeconds NaN begins at the smallest
    static SizeLadder near(double cpuSeconds) {
        double size = Double.isNaN(cpuSeconds) ? SMALLEST : Math.max(cpuSeconds, SMALLEST);
        long nearest = Math.round(Math.log(size / SMALLEST) / Math.log(2));
        return new SizeLadder(
                Math.clamp(nearest - 1, 0, SIZES - 1), Math.clamp(nearest + 1, 0, SIZES - 1));
    }

    /// The same window, and nothing tried yet.
    SizeLadder again() {
        return new SizeLadder(from, to);
    }

    /// The sizes worth a try, the smallest first.
    List<SizeTrial> window() {
        return sizes.subList(from, to + 1);
    }

    /// The sizes of which something is known, the smallest first.
    List<SizeTrial> known() {
        return sizes.stream().filter(SizeTrial::isKnown).toList();
    }

    /// Whether more rounds would not tell much more.
    boolean isKnownWellEnough() {
        int rounds = from == to ? ENOUGH_ROUNDS_AT_AN_END : ENOUGH_ROUNDS;
        return window().stream().allMatch(size -> size.rounds() >= rounds);
    }

    /// Sets the window anew: from one below the first size that may pay off to one above the last
    /// that may not.
    void moveWindow() {
        List<SizeTrial> tried = sizes.stream().filter(SizeTrial::wasTried).toList();
        if (tried.isEmpty()) {
            return;
        }
        int first = sizes.indexOf(tried.getFirst());
        int last = first + tried.size() - 1;
        int mayPay = first;
        while (mayPay <= last && sizes.get(mayPay).clearlyLoses()) {
            mayPay++;
        }
        int mayLose = last;
        while (mayLose >= first && sizes.get(mayLose).clearlyPays()) {
            mayLose--;
        }
        from = Math.clamp(mayPay - 1L, 0, SIZES - 1);
        to = Math.clamp(mayLose + 1L, 0, SIZES - 1);
    }
}
