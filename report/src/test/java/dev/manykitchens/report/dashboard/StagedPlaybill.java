package dev.manykitchens.report.dashboard;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Says that it plays whatever it is asked for, and remembers that. What comes of it is told by the
/// test, in rows as these.
final class StagedPlaybill implements Playbill {

    /// What was asked for, in words.
    final List<String> asked = new CopyOnWriteArrayList<>();

    @Override
    public List<Piece> pieces() {
        return List.of(
                Piece.scene("tea-shop", "Three teas: how long?"),
                Piece.scene("one-stove", "Is <b>one</b> stove enough?"),
                Piece.scenario(
                        "tea-shop",
                        "What does a second <b>cook</b> change?",
                        List.of("threads:2", "processes:2")));
    }

    @Override
    public String play(PlayRequest request) {
        String what = request.name() + request.pool().map(pool -> " on " + pool).orElse("");
        asked.add(what + (request.again() ? " again" : " once"));
        return what + " is played";
    }

    @Override
    public String stop() {
        asked.add("stop");
        return "it is stopped";
    }

    /// @param ending null while it goes on
    static StageRow scene(
            String name,
            StageRow.@Nullable Ending ending,
            boolean again,
            int times,
            String verdict,
            StageRow.PromiseRow... promises) {
        return new StageRow(
                Piece.Kind.SCENE,
                name,
                null,
                ending == null,
                ending,
                again,
                times,
                verdict,
                List.of(promises));
    }

    /// The scenario `tea-shop`, played once.
    ///
    /// @param ending null while it goes on
    static StageRow scenario(
            String pool,
            StageRow.@Nullable Ending ending,
            String verdict,
            StageRow.PromiseRow... promises) {
        return new StageRow(
                Piece.Kind.SCENARIO,
                "tea-shop",
                pool,
                ending == null,
                ending,
                false,
                ending == StageRow.Ending.PLAYED ? 1 : 0,
                verdict,
                List.of(promises));
    }
}
