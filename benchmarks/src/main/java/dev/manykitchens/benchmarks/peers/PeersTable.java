package dev.manykitchens.benchmarks.peers;

import dev.manykitchens.report.text.TextTable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// The one table: jobs per second of every way, grouped by how jobs were handed in. The first way
/// of a group is what its others are compared with.
///
/// @param measured what was measured, sides in their order, this project's first
/// @param missing who could not be measured, and why
record PeersTable(List<Measured> measured, List<Missing> missing) {

    private static final int WIDTH = 200;

    /// A side that this machine does not have.
    record Missing(String who, String why) {}

    private record Row(
            String handing,
            String who,
            String call,
            String jobs,
            String median,
            String spread,
            String ratio) {}

    PeersTable {
        measured = List.copyOf(measured);
        missing = List.copyOf(missing);
    }

    String render() {
        List<Row> rows = new ArrayList<>();
        for (Handing handing : Handing.values()) {
            List<Measured> alike =
                    measured.stream().filter(one -> one.way().handing() == handing).toList();
            alike.stream()
                    .sorted(
                            Comparator.comparing((Measured one) -> !one.equals(alike.getFirst()))
                                    .thenComparing(Measured::median, Comparator.reverseOrder()))
                    .forEach(one -> rows.add(row(one, alike.getFirst())));
        }
        for (Missing side : missing) {
            rows.add(new Row("", side.who(), "not measured: " + side.why(), "", "", "", ""));
        }
        return new TextTable<Row>()
                .text("handed in", TextTable.ALWAYS, Row::handing)
                .text("who", TextTable.ALWAYS, Row::who)
                .text("call", TextTable.ALWAYS, Row::call)
                .figure("jobs a round", TextTable.ALWAYS, Row::jobs)
                .figure("jobs/s", TextTable.ALWAYS, Row::median)
                .figure("slowest to fastest", TextTable.ALWAYS, Row::spread)
                .figure("Many Kitchens is", TextTable.ALWAYS, Row::ratio)
                .render(rows, WIDTH);
    }

    private static Row row(Measured one, Measured reference) {
        return new Row(
                one.way().handing().toString(),
                one.way().who(),
                one.way().call(),
                figure(one.jobs()),
                figure(one.median()),
                figure(one.slowest()) + " to " + figure(one.fastest()),
                one.equals(reference) ? "1" : times(reference.median() / one.median()));
    }

    /// Three digits: `9.71 M`, `18.7 k`, `420`.
    private static String figure(double number) {
        if (number >= 999_500) {
            return digits(number / 1e6) + " M";
        }
        return number >= 999.5 ? digits(number / 1e3) + " k" : digits(number);
    }

    private static String times(double ratio) {
        return digits(ratio) + " times";
    }

    private static String digits(double number) {
        int decimals = number >= 99.95 ? 0 : number >= 9.995 ? 1 : number >= 0.0995 ? 2 : 4;
        return String.format(Locale.ROOT, "%." + decimals + "f", number);
    }
}
