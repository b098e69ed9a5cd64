package dev.manykitchens.report.dashboard;

import com.fasterxml.jackson.annotation.JsonProperty;

import java.lang.reflect.Array;
import java.util.List;
import java.util.function.Function;

/// Jobs that ended, for drawing: row `i` is a job, or are neighbours on one lane that share a bar.
///
/// @param kitchen the id of where they ran
/// @param lane which slot there, from 0
/// @param batch the number of the batch in its pool
/// @param job position of the first of them in its batch
/// @param jobs how many they are
/// @param kind how the worst of them ended
/// @param submitted the times of the first of them, up to its start
/// @param end when the last of them ended
/// @param stove how long they waited for a stove or a core, together, as are the next three
record BarColumns(
        int[] kitchen,
        int[] lane,
        long[] batch,
        int[] job,
        int[] jobs,
        int[] attempt,
        String[] kind,
        double[] submitted,
        double[] assigned,
        double[] received,
        double[] start,
        double[] end,
        double[] delivered,
        double[] stove,
        double[] cpu,
        @JsonProperty("wait") double[] waiting,
        double[] resource) {

    /// How many bars there are.
    int size() {
        return kitchen.length;
    }

    /// All bars of these, in order.
    static BarColumns concat(List<BarColumns> all) {
        return new BarColumns(
                joined(all, BarColumns::kitchen, int[].class),
                joined(all, BarColumns::lane, int[].class),
                joined(all, BarColumns::batch, long[].class),
                joined(all, BarColumns::job, int[].class),
                joined(all, BarColumns::jobs, int[].class),
                joined(all, BarColumns::attempt, int[].class),
                joined(all, BarColumns::kind, String[].class),
                joined(all, BarColumns::submitted, double[].class),
                joined(all, BarColumns::assigned, double[].class),
                joined(all, BarColumns::received, double[].class),
                joined(all, BarColumns::start, double[].class),
                joined(all, BarColumns::end, double[].class),
                joined(all, BarColumns::delivered, double[].class),
                joined(all, BarColumns::stove, double[].class),
                joined(all, BarColumns::cpu, double[].class),
                joined(all, BarColumns::waiting, double[].class),
                joined(all, BarColumns::resource, double[].class));
    }

    private static <A> A joined(
            List<BarColumns> all, Function<BarColumns, A> column, Class<A> type) {
        int size = all.stream().mapToInt(BarColumns::size).sum();
        A joined = type.cast(Array.newInstance(type.getComponentType(), size));
        int at = 0;
        for (BarColumns bars : all) {
            System.arraycopy(column.apply(bars), 0, joined, at, bars.size());
            at += bars.size();
        }
        return joined;
    }
}
