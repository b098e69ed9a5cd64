package dev.manykitchens.report.dashboard;

import dev.manykitchens.core.event.JobColumns;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the events of all pools bring together, until the next frame takes it: bars, news, and the
/// figures of the charts. Not thread-safe.
final class Collected {

    /// The most news that are kept.
    static final int MOST_NEWS = 50;

    /// So long something must stay as it is before it is told.
    static final long SETTLES_NANOS = 1_000_000_000;

    private final Zero zero;
    private final BarBuffer bars = new BarBuffer();
    private final StepFigures fine;
    private final StepFigures coarse;
    private final Deque<Frame.NewsRow> news = new ArrayDeque<>();
    private final List<Frame.NewsRow> freshNews = new ArrayList<>();
    private final Map<String, Settling> settling = new LinkedHashMap<>();
    private int lastId;
    private long frame;

    Collected(Zero zero) {
        this.zero = zero;
        fine = new StepFigures(zero.nanos());
        coarse = new StepFigures(zero.nanos());
    }

    /// A number that no row has had.
    int nextId() {
        return ++lastId;
    }

    BarBuffer bars() {
        return bars;
    }

    StepFigures fine() {
        return fine;
    }

    StepFigures coarse() {
        return coarse;
    }

    /// Which collection of bars this is.
    long frame() {
        return frame;
    }

    /// The bars were taken.
    void nextFrame() {
        bars.clear();
        freshNews.clear();
        frame++;
    }

    void ended(JobColumns jobs) {
        fine.add(jobs);
        coarse.add(jobs);
    }

    void retried(int jobs) {
        fine.retried(jobs);
        coarse.retried(jobs);
    }

    void workerLost() {
        fine.workerLost();
        coarse.workerLost();
    }

    void news(long atNanos, String text) {
        Frame.NewsRow row = new Frame.NewsRow(nextId(), zero.seconds(atNanos), text);
        news.addLast(row);
        if (news.size() > MOST_NEWS) {
            news.removeFirst();
        }
        freshNews.add(row);
        if (freshNews.size() > MOST_NEWS) {
            freshNews.removeFirst();
        }
    }

    /// What is to be told unless something else takes its place until then.
    private record Settling(String text, long dueNanos) {}

    /// Tells of something that may change again soon: once, when it has stayed as it is.
    ///
    /// @param what it is about; what was to be told of the same before is left out
    void settles(long atNanos, String what, String text) {
        settling.remove(what);
        settling.put(what, new Settling(text, atNanos + SETTLES_NANOS));
    }

    /// Tells what has settled.
    void settled(long nowNanos) {
        settling.values()
                .removeIf(each -> {
                    boolean due = nowNanos - each.dueNanos() >= 0;
                    if (due) {
                        news(nowNanos, each.text());
                    }
                    return due;
                });
    }

    /// The newest of all.
    List<Frame.NewsRow> allNews() {
        return List.copyOf(news);
    }

    /// What happened since the last frame.
    List<Frame.NewsRow> freshNews() {
        return List.copyOf(freshNews);
    }
}
