package dev.manykitchens.benchmarks.dispatch;

import java.util.Locale;

/// Figures as people read them.
final class Units {

    private static final double THOUSAND = 1e3;
    private static final double MILLION = 1e6;

    private Units() {}

    static String jobsPerSecond(double rate) {
        if (rate >= MILLION) {
            return text("%.2f M/s", rate / MILLION);
        }
        return rate >= THOUSAND ? text("%.1f k/s", rate / THOUSAND) : text("%.0f /s", rate);
    }

    static String nanos(double nanos) {
        if (nanos >= MILLION) {
            return text("%.1f ms", nanos / MILLION);
        }
        return nanos >= THOUSAND ? text("%.1f µs", nanos / THOUSAND) : text("%.0f ns", nanos);
    }

    static String seconds(double seconds) {
        return text("%.3f s", seconds);
    }

    static String megabytes(double megabytes) {
        return text("%.1f MB", megabytes);
    }

    static String bytes(double bytes) {
        return text("%.1f bytes", bytes);
    }

    static String ratio(double ratio) {
        if (ratio >= 100) {
            return text("%.0f", ratio);
        }
        return text(ratio >= 0.1 || ratio == 0 ? "%.2f" : "%.4f", ratio);
    }

    private static String text(String format, double figure) {
        return String.format(Locale.ROOT, format, figure);
    }
}
