package dev.manykitchens.cli.scene;

import dev.manykitchens.report.dashboard.Piece;
import dev.manykitchens.report.dashboard.StageRow;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/// Shows on a dashboard what is played: the fold of what an audience hears of a scene, or what a
/// scenario tells itself. Confined to the thread that plays.
public final class OnStage implements Audience {

    private final boolean repeats;
    private final Consumer<StageRow> shown;
    private final List<StageRow.PromiseRow> promises = new ArrayList<>();
    private Piece.Kind kind = Piece.Kind.SCENE;
    private String name = "";
    private @Nullable String pool;
    private int times;
    private String verdict = "";
    private StageRow.@Nullable Ending ending;

    /// @param repeats whether it begins anew when it is over
    /// @param shown takes all there is, whenever something of it changed
    OnStage(boolean repeats, Consumer<StageRow> shown) {
        this.repeats = repeats;
        this.shown = shown;
    }

    @Override
    public void begins(Scene next) {
        begins(Piece.Kind.SCENE, next.name(), null);
    }

    /// A scenario begins on a pool, perhaps again.
    public void begins(String scenario, String on) {
        begins(Piece.Kind.SCENARIO, scenario, on);
    }

    private void begins(Piece.Kind what, String called, @Nullable String on) {
        if (what != kind || !called.equals(name) || !Objects.equals(on, pool)) {
            kind = what;
            name = called;
            pool = on;
            times = 0;
            verdict = "";
        }
        promises.clear();
        ending = null;
        show();
    }

    @Override
    public void promised(String label, Promise promise) {
        promises.add(new StageRow.PromiseRow(label, promise.text(), null, null, ""));
        show();
    }

    @Override
    public void measured(Line line) {
        promises.set(
                promises.size() - 1,
                new StageRow.PromiseRow(
                        line.label(),
                        line.promise().text(),
                        line.measured().text(),
                        line.kept(),
                        line.remark()));
        show();
    }

    @Override
    public void again(int attempt, int most, List<Line> broken, double load) {
        promises.clear();
        verdict =
                "played anew, for the machine may have been busy: try %d of %d"
                        .formatted(attempt, most);
        show();
    }

    @Override
    public void ended(Showing showing) {
        ended(
                List.copyOf(promises),
                "%d of %d promises kept".formatted(showing.keptPromises(), showing.lines().size()));
    }

    /// It has come to its end.
    ///
    /// @param rows what was measured
    /// @param words what came of it
    public void ended(List<StageRow.PromiseRow> rows, String words) {
        times++;
        promises.clear();
        promises.addAll(rows);
        verdict = words;
        show();
    }

    /// Who plays says why: [#stopped], [#failed].
    @Override
    public void brokenOff() {}

    /// Nothing more is played: it was all.
    void over() {
        end(StageRow.Ending.PLAYED);
    }

    /// Nothing more is played, as somebody wished.
    void stopped() {
        verdict = "";
        end(StageRow.Ending.STOPPED);
    }

    /// Nothing more is played, for it cannot be.
    void failed(String why) {
        verdict = why;
        end(StageRow.Ending.FAILED);
    }

    private void end(StageRow.Ending how) {
        ending = how;
        if (!name.isEmpty()) {
            show();
        }
    }

    private void show() {
        shown.accept(
                new StageRow(
                        kind,
                        name,
                        pool,
                        ending == null,
                        ending,
                        repeats,
                        times,
                        verdict,
                        promises));
    }
}
